import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Plant } from '../../tests/plants/plant.ts';
import { plants } from '../../tests/plants/plants.ts';
import type { Results } from '../results.ts';
import { clone, say } from '../settings.ts';
import { withTestBroker } from '../test-broker.ts';
import { ensureChromium } from '../test-chromium.ts';
import { withTestDatabase } from '../test-database.ts';

/**
 * Breaks the product on purpose, once for each promise, in a copy of the last commit, and looks whether a test of that
 * promise fails. Answers how many faults nobody noticed. `only` names promises, all without.
 */
export const provePlants = async (only: readonly string[]): Promise<number> => {
  const chosen = plants.filter(({ claim }) => only.length === 0 || only.includes(claim));
  const copy = makeCopy();
  try {
    const chromium = (await ensureChromium(say)) ?? '';
    return await withTestDatabase((database) =>
      withTestBroker(async (broker) => {
        const servers = {
          BULWARK_TEST_DATABASE: database,
          BULWARK_TEST_KAFKA: broker,
          BULWARK_TEST_CHROMIUM: chromium,
        };
        let unnoticed = 0;
        for (const plant of chosen) if (!(await isNoticed(plant, copy, servers))) unnoticed += 1;
        return unnoticed;
      }),
    );
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};

/** The last commit with the packages of this clone, where faults can do no harm. */
const makeCopy = (): string => {
  const copy = mkdtempSync(join(tmpdir(), 'bulwark-plants-'));
  execFileSync('chmod', ['755', copy]);
  execFileSync('git', ['clone', '-q', clone, copy]);
  for (const folder of ['node_modules', 'packages/web/node_modules'])
    if (existsSync(join(clone, folder)))
      execFileSync('cp', ['-a', join(clone, folder), join(copy, folder)]);
  return copy;
};

const isNoticed = async (
  plant: Plant,
  copy: string,
  servers: Readonly<Record<string, string>>,
): Promise<boolean> => {
  const file = join(copy, plant.file);
  const sound = readFileSync(file, 'utf8');
  const broken = sound.replace(plant.from, () => plant.to);
  if (sound.split(plant.from).length !== 2)
    throw new Error(`${plant.file} no longer holds exactly one: ${plant.from}`);
  const control = await testsOf(plant, copy, servers);
  if (control.length === 0 || control.some(({ status }) => status !== 'passed'))
    throw new Error(
      `without a fault, not all tests of ${plant.claim} pass: nothing would be shown`,
    );
  writeFileSync(file, broken);
  try {
    const seen = await testsOf(plant, copy, servers);
    const failed = seen.filter(({ status }) => status === 'failed').map(({ title }) => title);
    say(
      `${plant.claim}\t${failed[0] ? 'noticed' : 'NOT NOTICED'}\t${plant.breaks}\t${failed[0] ?? ''}`,
    );
    return failed.length > 0;
  } finally {
    writeFileSync(file, sound);
  }
};

/** What came of the tests of the promise. */
const testsOf = async (
  { claim, suites }: Plant,
  copy: string,
  servers: Readonly<Record<string, string>>,
): Promise<Results['suites'][number]['tests']> => {
  const results = join(copy, 'plant-results.json');
  rmSync(results, { force: true });
  const flags = ['--experimental-vm-modules', '--no-warnings', 'node_modules/jest/bin/jest.js'];
  const running = spawn(process.execPath, [...flags, ...suites, '-t', titleOf(claim)], {
    cwd: copy,
    env: { ...process.env, ...servers, BULWARK_TEST_RESULTS: results },
    stdio: 'ignore',
  });
  await once(running, 'close');
  if (!existsSync(results)) return [];
  const seen: Results = JSON.parse(readFileSync(results, 'utf8'));
  return seen.suites
    .flatMap(({ tests }) => tests)
    .filter(({ title }) => title.includes(`[claim ${claim}]`));
};

const titleOf = (claim: string): string => `\\[claim ${claim.replace('.', '\\.')}\\]`;
