import { expect, test } from '@jest/globals';
import type { FieldDescription, RecordItem } from '../api/types.ts';
import { changedBody, fieldOfPath, newBody, toForm } from './form-values.ts';

const aField = (name: string, kind: FieldDescription['kind']): FieldDescription => ({
  name,
  kind,
  label: name,
  section: 'General',
  required: false,
});
const fields = [
  aField('title', 'text'),
  aField('impact', 'level'),
  aField('owner', 'person'),
  aField('threats', 'list'),
  aField('assets', 'links'),
  aField('personal', 'boolean'),
  { ...aField('level', 'derived'), fixed: true } as const,
];
const record: RecordItem = {
  id: 'r1',
  reference: 'RSK-2026-0001',
  rev: 3,
  state: 'active',
  createdAt: '',
  createdBy: 'p1',
  updatedAt: '',
  updatedBy: 'p1',
  title: 'Fire',
  impact: 4,
  owner: 'p1',
  threats: ['Heat'],
  assets: [{ id: 'a1', reference: 'AST-2026-0001' }],
  personal: true,
  level: 'H',
};

test('a record becomes a form without its derived fields', () => {
  expect(toForm(fields, record)).toEqual({
    title: 'Fire',
    impact: '4',
    owner: 'p1',
    threats: ['Heat'],
    assets: ['a1'],
    personal: true,
  });
});

test('a new record sends only what was filled in', () => {
  const values = { ...toForm(fields, null), title: ' Flood ', impact: '2' };
  expect(newBody(fields, values)).toEqual({ title: 'Flood', impact: 2 });
});

test('a change sends only what differs, and null for what was emptied', () => {
  const before = toForm(fields, record);
  const now = { ...before, title: 'Fire!', owner: '', threats: ['Heat', 'Smoke'] };
  expect(changedBody(fields, before, now)).toEqual({
    title: 'Fire!',
    owner: null,
    threats: ['Heat', 'Smoke'],
  });
  expect(changedBody(fields, before, before)).toEqual({});
});

test('a path names its field', () => {
  expect(['/title', '/threats/0', 'owner'].map(fieldOfPath)).toEqual(['title', 'threats', 'owner']);
});
