import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { plants } from './plants.ts';

const ROOT = join(import.meta.dirname, '../..');

test('every fault that is put in on purpose still has its one place', () => {
  const places = plants.map(({ claim, file, from }) => [
    claim,
    readFileSync(join(ROOT, file), 'utf8').split(from).length - 1,
  ]);
  expect(places).toEqual(plants.map(({ claim }) => [claim, 1]));
});
