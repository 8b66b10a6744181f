import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { nextAllocation, type Register } from './allocation.ts';

const empty: Register = { version: 1, allocations: [] };
const uids = { start: 20_000, size: 4096 };
const counting = () => {
  let n = 0;
  return () => `taaaaaaaa${'abcdefghij'[n++ % 10]}`;
};

test('the first tenant gets the block after the platform’s uids', () => {
  expect(nextAllocation(empty, { slug: 'acme', uids, newId: counting() })).toEqual({
    id: 'taaaaaaaaa',
    slug: 'acme',
    uids: { base: 20_008, count: 8 },
    ended: false,
  });
});

test('neither id nor uid block is ever given twice, ended tenants included', () => {
  const random = fc.array(fc.boolean(), { minLength: 1, maxLength: 10 });
  fc.assert(
    fc.property(random, (endings) => {
      let register = empty;
      for (const [index, ended] of endings.entries()) {
        // Every allocation draws from the same ten ids, so that collisions happen.
        const made = nextAllocation(register, { slug: `s${index}`, uids, newId: counting() });
        register = { version: 1, allocations: [...register.allocations, { ...made, ended }] };
      }
      const { allocations } = register;
      expect(new Set(allocations.map(({ id }) => id)).size).toBe(endings.length);
      expect(new Set(allocations.map((one) => one.uids?.base)).size).toBe(endings.length);
    }),
  );
});

test('a full range is refused instead of running into the next installation’s uids', () => {
  const last = { id: 'tbbbbbbbbb', slug: 'x', uids: { base: 24_088, count: 8 }, ended: true };
  const full: Register = { version: 1, allocations: [last] };
  expect(() => nextAllocation(full, { slug: 'acme', uids, newId: counting() })).toThrow(
    'Every uid block',
  );
});

test('without root a tenant has no uids', () => {
  const made = nextAllocation(empty, { slug: 'acme', uids: null, newId: counting() });
  expect(made.uids).toBeNull();
});
