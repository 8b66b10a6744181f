import { expect, test } from '@jest/globals';
import { field } from './field.ts';
import { defineRecord } from './record-type.ts';
import { importable, refuseTransition, type Transition, type Workflow } from './workflow.ts';

const accept: Transition = {
  name: 'accept',
  label: 'Accept',
  from: ['submitted'],
  to: 'accepted',
  by: ['reviewer'],
  notBy: ['create', 'submit'],
  fields: ['period'],
};
const workflow: Workflow = {
  field: 'status',
  initial: 'draft',
  transitions: [
    { name: 'submit', label: 'Submit', from: ['draft'], to: 'submitted' },
    accept,
    { name: 'withdraw', label: 'Withdraw', from: ['accepted'], to: 'withdrawn', reason: true },
  ],
};
const good = {
  values: { status: 'submitted', reviewer: 'rita', period: '2026' },
  taken: [
    { action: 'submit', actor: 'sam' },
    { action: 'create', actor: 'carl' },
  ],
  by: 'rita',
};

test('who stands in the role, did not make or submit it, and has all fields may take the step', () => {
  expect(refuseTransition(workflow, accept, good)).toBeNull();
});

test.each([
  ['in another state', { values: { ...good.values, status: 'draft' } }, 'state'],
  ['by another person', { by: 'rolf' }, 'role'],
  ['by who submitted it', { by: 'sam', values: { ...good.values, reviewer: 'sam' } }, 'four-eyes'],
  ['by who made it', { by: 'carl', values: { ...good.values, reviewer: 'carl' } }, 'four-eyes'],
  ['without a field', { values: { ...good.values, period: null } }, 'fields'],
])('%s it is refused', (_, change, why) => {
  expect(refuseTransition(workflow, accept, { ...good, ...change })?.why).toBe(why);
});

test('only the last who took a step counts', () => {
  const taken = [{ action: 'submit', actor: 'tina' }, ...good.taken];
  const asked = { ...good, taken, by: 'sam', values: { ...good.values, reviewer: 'sam' } };
  expect(refuseTransition(workflow, accept, asked)).toBeNull();
});

test('an import gives no state that lies behind a guarded step', () => {
  expect(importable(workflow)).toEqual(['draft', 'submitted']);
});

test('a workflow that leads nowhere, or of a field that is none, is no type', () => {
  const declare = (change: Partial<Workflow>) =>
    defineRecord({
      name: 'proof',
      plural: 'proofs',
      title: 'Proof',
      titlePlural: 'Proofs',
      clause: '9.1',
      prefix: 'PRF',
      fields: {
        title: field.text('Title', { required: true }),
        reviewer: field.person('Reviewer'),
        period: field.text('Period'),
        status: field.choice(
          'Status',
          ['draft', 'submitted', 'accepted', 'withdrawn'].map((value) => ({ value, label: value })),
        ),
      },
      list: [],
      filter: [],
      workflow: { ...workflow, ...change },
    });
  expect(declare({}).workflow?.initial).toBe('draft');
  expect(() => declare({ field: 'state' })).toThrow('no choice field state');
  expect(() => declare({ initial: 'new' })).toThrow('no state new');
  const to = [{ ...accept, to: 'gone' }];
  expect(() => declare({ transitions: to })).toThrow('no state gone');
  const by = [{ ...accept, by: ['approver'] }];
  expect(() => declare({ transitions: by })).toThrow('no field approver');
});
