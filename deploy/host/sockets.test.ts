import { expect, test } from '@jest/globals';
import { databaseSocketOf, runFolderOf, socketsFit } from './sockets.ts';

const longestName = '/run/taaaaaaaaa/notification.front';

test('sockets lie in the home as long as the longest stays under 108 bytes', () => {
  const home = `/${'h'.repeat(106 - longestName.length)}`;
  expect(`${home}${longestName}`).toHaveLength(107);
  expect(socketsFit(home)).toBe(true);
  expect(runFolderOf(home)).toBe(`${home}/run`);
  expect(socketsFit(`${home}h`)).toBe(false);
});

test('bytes count, not characters', () => {
  expect(socketsFit(`/${'ü'.repeat(50)}`)).toBe(false);
});

test('a long home gets a short folder of its own', () => {
  const [one, two] = [`/${'a'.repeat(200)}`, `/${'b'.repeat(200)}`];
  expect(`${runFolderOf(one)}/taaaaaaaaa/notification.front`.length).toBeLessThan(108);
  expect(databaseSocketOf(one).length).toBeLessThan(108);
  expect(runFolderOf(one)).not.toBe(runFolderOf(two));
});
