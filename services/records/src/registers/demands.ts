import type { Sql } from '@bulwark/db';
import { findKnownPerson } from '@bulwark/events';
import { type FieldProblem, problem, type Sender } from '@bulwark/http';
import type { RecordType, Values } from '@bulwark/record';
import { findShown } from './links-repository.ts';

/** The second look: whoever writes must still be an active person of this company. */
export const demandActor = async (sql: Sql, { claims }: Sender): Promise<string> => {
  const person = await findKnownPerson(sql, claims.sub ?? '');
  if (claims.sub && person?.state !== 'deactivated') return claims.sub;
  throw problem('forbidden', 'Your account has been deactivated.');
};

type Wanted = { readonly before: Values; readonly values: Values };

/**
 * Whom and what a record newly names must be there, and in use; what it named before may stay.
 * @throws Problem `invalid` that names every field at fault
 */
export const demandNamed = async (
  sql: Sql,
  types: readonly RecordType[],
  type: RecordType,
  wanted: Wanted,
): Promise<void> => {
  const faults = [
    ...(await peopleFaults(sql, type, wanted)),
    ...(await linkFaults(sql, types, type, wanted)),
  ];
  if (faults.length > 0) throw problem('invalid', 'Correct what is named.', { fields: faults });
};

const peopleFaults = async (
  sql: Sql,
  { fields }: RecordType,
  { values }: Wanted,
): Promise<FieldProblem[]> => {
  const faults: FieldProblem[] = [];
  for (const [name, { kind }] of Object.entries(fields)) {
    const id = values[name];
    if (kind !== 'person' || typeof id !== 'string') continue;
    const person = await findKnownPerson(sql, id);
    if (!person) faults.push({ path: `/${name}`, message: 'There is no such person.' });
  }
  return faults;
};

const linkFaults = async (
  sql: Sql,
  types: readonly RecordType[],
  { fields }: RecordType,
  { before, values }: Wanted,
): Promise<FieldProblem[]> => {
  const faults: FieldProblem[] = [];
  for (const [name, { of }] of Object.entries(fields)) {
    const target = of && types.find((one) => one.name === of);
    if (!target) continue;
    const known = new Set((before[name] as string[] | undefined) ?? []);
    const added = ((values[name] as string[] | undefined) ?? []).filter((id) => !known.has(id));
    if (added.length === 0) continue;
    const found = await findShown(sql, target, added);
    const missing = added.some((id) => !found.some((one) => one.id === id));
    if (missing) faults.push({ path: `/${name}`, message: `There is no such ${lower(target)}.` });
    for (const { reference, state } of found)
      if (state === 'deactivated')
        faults.push({ path: `/${name}`, message: `${reference} is deactivated.` });
  }
  return faults;
};

const lower = ({ title }: RecordType): string => title.toLowerCase();
