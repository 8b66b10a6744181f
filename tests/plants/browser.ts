import { type Plant, plant } from './plant.ts';

const page = 'packages/web/index.html';
const suites = 'tests/browser';

/** Faults in the interface. */
export const browser: readonly Plant[] = [
  plant(
    '2.10',
    'the interface asks a stranger',
    'packages/web/src/main.tsx',
    [
      'const root =',
      "void fetch('https://metrics.example/visit').catch(() => undefined);\nconst root =",
    ],
    suites,
  ),
  plant(
    '5.10',
    'a page brings inline style',
    page,
    ['<div id="root">', '<div id="root" style="color: red">'],
    suites,
  ),
  plant(
    '5.11',
    'a script comes from a stranger',
    page,
    [
      '<div id="root">',
      '<script src="https://cdn.example/library.js"></script>\n    <div id="root">',
    ],
    suites,
  ),
  plant(
    '6.9',
    'a picture comes from a stranger',
    page,
    [
      '<div id="root">',
      '<img alt="" src="https://pictures.example/logo.png" />\n    <div id="root">',
    ],
    suites,
  ),
];
