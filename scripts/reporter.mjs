import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';

/** Writes what a run of jest has shown: one row per test, one per suite. Plain JavaScript: jest loads it itself. */
export default class Reporter {
  constructor(config, { file }) {
    this.root = config.rootDir;
    this.file = file;
  }

  onRunComplete(_contexts, results) {
    const suites = results.testResults.map((suite) => ({
      file: relative(this.root, suite.testFilePath),
      seconds: Math.max(0, (suite.perfStats.end - suite.perfStats.start) / 1000),
      broken: suite.testExecError !== undefined,
      tests: suite.testResults.map(({ fullName, status }) => ({ title: fullName, status })),
    }));
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, `${JSON.stringify({ suites }, null, 1)}\n`);
  }
}
