import { expect, test } from '@jest/globals';
import { type Chunk, firstLoads } from './budget.ts';

const aChunk = (fileName: string, over: Partial<Chunk> = {}): Chunk => ({
  fileName,
  code: fileName,
  isEntry: false,
  facadeModuleId: `/src/${fileName}`,
  imports: [],
  dynamicImports: [],
  ...over,
});

test('a route counts the entry, the shell, itself and what they import, each once', () => {
  const chunks = [
    aChunk('main.tsx', { isEntry: true, dynamicImports: ['shell/shell.tsx', 'trail/trail.tsx'] }),
    aChunk('shell/shell.tsx', { imports: ['common.js'] }),
    aChunk('trail/trail.tsx', { imports: ['common.js'], dynamicImports: ['later.js'] }),
    aChunk('common.js'),
    aChunk('later.js', { code: 'x'.repeat(100_000) }),
  ];
  const one = firstLoads([aChunk('main.tsx', { isEntry: true, dynamicImports: ['main.tsx'] })]);
  const alone = one.get('/src/main.tsx') ?? 0;
  const load = firstLoads(chunks).get('/src/trail/trail.tsx') ?? 0;
  expect(load).toBeGreaterThan(3 * alone);
  expect(load).toBeLessThan(6 * alone);
});
