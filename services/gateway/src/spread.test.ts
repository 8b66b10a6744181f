import { expect, test } from '@jest/globals';
import { at, createSpread } from './spread.ts';

const records = [{ front: 'https://acme-records:8442', peer: 'https://acme-records:8443' }];
const of = (ip: string) => ({
  front: at(records[0]?.front ?? '', ip),
  peer: at(records[0]?.peer ?? '', ip),
});

/** The resolver lies outside: what it answers is the test's to say. */
const aName = (answers: { now: readonly string[] | null }) =>
  createSpread({
    resolve: async () => {
      if (!answers.now) throw new Error('no such name');
      return answers.now;
    },
  });

test('every address behind a name is a process of its own, and the list stays the same until they change', async () => {
  const answers = { now: ['10.0.0.2', '10.0.0.1'] as readonly string[] | null };
  const spread = aName(answers);
  spread.keep([records]);
  expect(await spread.refresh()).toBe(true);
  const first = spread.of(records);
  expect(first).toEqual([of('10.0.0.1'), of('10.0.0.2')]);
  answers.now = ['10.0.0.1', '10.0.0.2'];
  expect(await spread.refresh()).toBe(false);
  expect(spread.of(records)).toBe(first);
  answers.now = ['10.0.0.2'];
  expect(await spread.refresh()).toBe(true);
  expect(spread.of(records)).toEqual([of('10.0.0.2')]);
  expect(spread.all()).toEqual([of('10.0.0.2')]);
});

test('a name that can not be resolved just now is answered where it was; one that never could, by itself', async () => {
  const answers = { now: null as readonly string[] | null };
  const spread = aName(answers);
  spread.keep([records]);
  expect(await spread.refresh()).toBe(false);
  expect(spread.of(records)).toEqual(records);
  answers.now = ['10.0.0.1'];
  await spread.refresh();
  answers.now = null;
  expect(await spread.refresh()).toBe(false);
  expect(spread.of(records)).toEqual([of('10.0.0.1')]);
});

test('sockets stay as they are, and a tenant that is gone is asked for no more', async () => {
  const sockets = [{ front: '/run/records.front', peer: '/run/records.peer' }];
  const spread = aName({ now: ['10.0.0.1'] });
  expect(spread.of(sockets)).toBe(sockets);
  spread.keep([records, sockets]);
  await spread.refresh();
  expect(spread.all()).toHaveLength(1);
  spread.keep([sockets]);
  expect(spread.all()).toEqual([]);
});
