<<<<<<< HEAD
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/deploy', '<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '\\.tsx?$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' }, module: { type: 'es6' } },
    ],
  },
=======
import { existsSync } from 'node:fs';

const roots = ['packages', 'services', 'deploy', 'tests', 'scripts'];

const swc = ({ tsx }) => [
  '@swc/jest',
  {
    jsc: { parser: { syntax: 'typescript', tsx }, target: 'es2024' },
    module: { type: 'es6' },
  },
];

export default {
  testEnvironment: 'node',
  roots: roots.filter((folder) => existsSync(folder)).map((folder) => `<rootDir>/${folder}`),
  testMatch: ['**/*.test.ts'],
  modulePathIgnorePatterns: ['/dist/'],
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  transform: { '\\.ts$': swc({ tsx: false }), '\\.tsx$': swc({ tsx: true }) },
  // Module registries of ES modules pile up in a worker.
>>>>>>> ground
  workerIdleMemoryLimit: '512MB',
};
