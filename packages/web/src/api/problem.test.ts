import { expect, test } from '@jest/globals';
import { problemOf } from './problem.ts';

test('a refusal is read with its reasons', () => {
  const body = {
    title: 'Choose another password',
    code: 'password_refused',
    detail: 'It does not meet the rules.',
    fields: [{ path: '/next', message: 'Too short.' }],
    requestId: 'r1',
  };
  const problem = problemOf(422, body, '40');
  expect(problem.message).toBe('It does not meet the rules.');
  expect(problem.facts).toMatchObject({
    code: 'password_refused',
    fields: [{ path: '/next', message: 'Too short.' }],
    requestId: 'r1',
    retryAfterSeconds: 40,
  });
});

test('plain reasons count as well', () => {
  expect(problemOf(422, { title: 'No', reasons: ['Too common.'] }).facts.fields).toEqual([
    { path: '', message: 'Too common.' },
  ]);
});

test('an answer that is no problem document still says what to do', () => {
  expect(problemOf(502, '<html>').message).toBe('Try again in a moment.');
});
