import type { Named, Rights } from '../api/types.ts';

/** A person as identity lists them; profiles by their ids. */
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

export type Profile = Named & { readonly standsAlone: boolean; readonly rights: Rights };

/** The name behind an id; a dash for none, an honest word for one that is not at hand. */
export const nameOf = (id: string | null, known: readonly Named[]): string =>
  id === null ? '–' : (known.find((k) => k.id === id)?.name ?? 'Not listed');

export const namesOf = (ids: readonly string[], known: readonly Named[]): string =>
  ids.map((id) => nameOf(id, known)).join(', ') || '–';
