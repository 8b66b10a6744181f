import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { runChecks } from './check.ts';
import { clone, runScript, say } from './settings.ts';
import { withTestBroker } from './test-broker.ts';
import { withTestDatabase } from './test-database.ts';

/** The results of the last run, for those who ask which behaviour was shown. */
const resultsFile = join(clone, 'node_modules/.cache/bulwark/results.json');

type Results = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly status: string;
  }[];
};

type Servers = { readonly BULWARK_TEST_DATABASE: string; readonly BULWARK_TEST_KAFKA: string };

/** Runs jest under Node's own ES modules, and reads what came out. */
const runJest = async (servers: Servers): Promise<Results> => {
  mkdirSync(dirname(resultsFile), { recursive: true });
  rmSync(resultsFile, { force: true });
  const flags = ['--experimental-vm-modules', '--no-warnings'];
  const jest = join(clone, 'node_modules/jest/bin/jest.js');
  const own = ['--json', `--outputFile=${resultsFile}`, '--passWithNoTests'];
  const running = spawn(process.execPath, [...flags, jest, ...own, ...process.argv.slice(2)], {
    cwd: clone,
    env: { ...process.env, ...servers },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(running, 'close');
  return JSON.parse(readFileSync(resultsFile, 'utf8'));
};

const printSuites = ({ testResults }: Results): void => {
  const slowestFirst = testResults.toSorted((a, b) => took(b) - took(a));
  for (const suite of slowestFirst)
    say(
      `${took(suite).toFixed(1).padStart(7)} s  ${suite.status.padEnd(7)} ${relative(clone, suite.name)}`,
    );
};

const took = ({ startTime, endTime }: Results['testResults'][number]): number =>
  Math.max(0, endTime - startTime) / 1000;

/** A suite that can not even be loaded counts as one failure, as does a check that fails. */
await runScript(async () => {
  const checked = await runChecks();
  const results = await withTestDatabase((database) =>
    withTestBroker((broker) =>
      runJest({ BULWARK_TEST_DATABASE: database, BULWARK_TEST_KAFKA: broker }),
    ),
  );
  printSuites(results);
  const failed = results.numFailedTests + results.numRuntimeErrorTestSuites + (checked ? 0 : 1);
  if (results.numPendingTests > 0) say(`${results.numPendingTests} skipped`);
  say(`${results.numPassedTests} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
});
