export default {
  testEnvironment: 'node',
  roots: [
    '<rootDir>/packages',
    '<rootDir>/services',
    '<rootDir>/deploy',
    '<rootDir>/tests',
    '<rootDir>/scripts',
  ],
  testMatch: ['**/*.test.ts'],
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
  maxWorkers: 2,
  reporters: [
    'default',
    ...(process.env.BULWARK_TEST_RESULTS
      ? [['<rootDir>/scripts/reporter.mjs', { file: process.env.BULWARK_TEST_RESULTS }]]
      : []),
  ],
};
