export default {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/packages',
    '<rootDir>/services',
    '<rootDir>/deploy',
    '<rootDir>/tests',
    '<rootDir>/scripts',
  ],
  // What takes too long for every run, or more than every machine has: npm run proof.
  testMatch: ['**/*.test.ts', ...(process.env.BULWARK_PROOF ? ['**/*.proof.ts'] : [])],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
  workerIdleMemoryLimit: '512MB',
  testTimeout: 30_000,
  // One at a time: some suites take the broker away and bring it back.
  maxWorkers: 1,
  reporters: [
    'default',
    ...(process.env.BULWARK_TEST_RESULTS
      ? [['<rootDir>/scripts/reporter.mjs', { file: process.env.BULWARK_TEST_RESULTS }]]
      : []),
  ],
};
