import { type Change, hidden } from '@bulwark/trail';

export type Person = {
  readonly id: string;
  readonly rev: number;
  readonly name: string;
  readonly email: string;
  readonly departmentId: string | null;
  readonly managerId: string | null;
  readonly profiles: readonly string[];
  readonly state: 'active' | 'deactivated';
};

export type PersonFields = Pick<
  Person,
  'name' | 'email' | 'departmentId' | 'managerId' | 'profiles'
>;

const FIELDS = ['name', 'email', 'departmentId', 'managerId', 'profiles'] as const;
const PERSONAL: readonly string[] = ['name', 'email'];

/** What differs, for the trail: name and address only as commitments under the person's own key. */
export const changesOf = (
  id: string,
  before: Partial<PersonFields>,
  after: Partial<PersonFields>,
): Change[] =>
  FIELDS.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(after[field])).map(
    (field) => ({
      path: `/${field}`,
      before: shown(field, before[field] ?? null, id),
      after: shown(field, after[field] ?? null, id),
    }),
  );

const shown = (field: string, value: string | readonly string[] | null, id: string) =>
  value !== null && PERSONAL.includes(field) ? hidden(value, `person:${id}`) : value;

/** Why a set of profiles cannot be held together; null when it can. */
export const judgeProfiles = (
  chosen: readonly string[],
  known: readonly { readonly id: string; readonly name: string; readonly standsAlone: boolean }[],
): string | null => {
  const unknown = chosen.find((id) => !known.some((profile) => profile.id === id));
  if (unknown) return `There is no profile “${unknown}”.`;
  const alone = known.find(({ id, standsAlone }) => standsAlone && chosen.includes(id));
  if (alone && chosen.length > 1)
    return `${alone.name} stands alone: take the other profiles away.`;
  return null;
};
