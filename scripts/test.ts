import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runChecks } from './check.ts';
import { commitOf, type Results, readResults, resultsFile, writeStamp } from './results.ts';
import { clone, runScript, say } from './settings.ts';
import { withTestBroker } from './test-broker.ts';
import { ensureChromium } from './test-chromium.ts';
import { withTestDatabase } from './test-database.ts';
import { withTestS3 } from './test-s3.ts';

/** Whether the browser tests are among those asked for. */
const needsBrowser =
  process.argv.length === 2 || process.argv.some((part) => /^tests|browser/.test(part));

/** Whether a suite that needs an S3 server is. */
const needsS3 =
  process.argv.length === 2 ||
  process.argv.slice(2).some((part) => /^(packages|tests|tests\/system)\/?$|objects|s3/.test(part));

type Servers = {
  readonly BULWARK_TEST_DATABASE: string;
  readonly BULWARK_TEST_KAFKA: string;
  readonly BULWARK_TEST_S3: string;
};

const withS3 = <T>(task: (s3: string) => Promise<T>): Promise<T> =>
  needsS3 ? withTestS3(task) : task('');

/** Runs jest under Node's own ES modules, and reads what came out. */
const runJest = async (servers: Servers): Promise<Results> => {
  const chromium = needsBrowser ? await ensureChromium(say) : null;
  const flags = ['--experimental-vm-modules', '--no-warnings'];
  const jest = `${clone}/node_modules/jest/bin/jest.js`;
  const running = spawn(process.execPath, [...flags, jest, ...process.argv.slice(2)], {
    cwd: clone,
    env: {
      ...process.env,
      ...servers,
      BULWARK_TEST_RESULTS: resultsFile,
      BULWARK_TEST_CHROMIUM: chromium ?? '',
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await once(running, 'close');
  return readResults();
};

const printSuites = ({ suites }: Results): void => {
  for (const { file, seconds, tests, broken } of suites.toSorted((a, b) => b.seconds - a.seconds)) {
    const failed = broken || tests.some(({ status }) => status === 'failed');
    say(`${seconds.toFixed(1).padStart(7)} s  ${failed ? 'failed' : 'passed'}  ${file}`);
  }
};

/** A suite that can not even be loaded counts as one failure, as does a check that fails. */
await runScript(async () => {
  const isWhole = process.argv.length === 2;
  writeStamp(null);
  const checked = await runChecks();
  const results = await withTestDatabase((database) =>
    withTestBroker((broker) =>
      withS3((s3) =>
        runJest({
          BULWARK_TEST_DATABASE: database,
          BULWARK_TEST_KAFKA: broker,
          BULWARK_TEST_S3: s3,
        }),
      ),
    ),
  );
  printSuites(results);
  const all = results.suites.flatMap(({ tests }) => tests);
  const count = (wanted: string): number => all.filter(({ status }) => status === wanted).length;
  const broken = results.suites.filter((suite) => suite.broken).length;
  const failed = count('failed') + broken + (checked ? 0 : 1);
  const skipped = all.length - count('passed') - count('failed');
  if (isWhole) writeStamp({ commit: commitOf(clone), whole: true });
  say(`${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  const complete = skipped === 0 || !process.env.CI;
  if (!complete) say('In CI nothing may be skipped.');
  process.exitCode = failed === 0 && complete ? 0 : 1;
});
