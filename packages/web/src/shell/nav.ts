import type { Action, Rights, TypeDescription } from '../api/types.ts';

export type NavGroup = 'Govern' | 'Operate' | 'Assure' | 'Admin';
export type NavEntry = { readonly label: string; readonly to: string; readonly icon: string };
export type Nav = readonly { readonly group: NavGroup; readonly entries: readonly NavEntry[] }[];

export const may = (rights: Rights | undefined, page: string, action: Action = 'view'): boolean =>
  rights?.[page]?.includes(action) ?? false;

// Where an ISMS manager looks for a register; what is not named here is operated.
const home: Readonly<Record<string, NavGroup>> = {
  risk: 'Govern',
  asset: 'Govern',
  control: 'Govern',
  document: 'Govern',
  objective: 'Govern',
  obligation: 'Govern',
  evidence: 'Assure',
  audit: 'Assure',
  finding: 'Assure',
  nonconformity: 'Assure',
};

const registers = (
  group: NavGroup,
  types: readonly TypeDescription[],
  rights: Rights | undefined,
) =>
  types
    .filter((t) => (home[t.name] ?? 'Operate') === group && may(rights, t.page))
    .map((t) => ({ label: t.titlePlural, to: `/registers/${t.plural}`, icon: t.name }));

const page = (entry: NavEntry, allowed: boolean): NavEntry[] => (allowed ? [entry] : []);

/** The navigation this person has a use for; groups with nothing in them are left out. */
export const navigation = (types: readonly TypeDescription[], rights: Rights | undefined): Nav => {
  const groups: Nav = [
    {
      group: 'Govern',
      entries: [
        { label: 'Overview', to: '/', icon: 'home' },
        ...registers('Govern', types, rights),
        ...page({ label: 'Guidance', to: '/guidance', icon: 'guidance' }, may(rights, 'registers')),
      ],
    },
    { group: 'Operate', entries: registers('Operate', types, rights) },
    {
      group: 'Assure',
      entries: [
        ...registers('Assure', types, rights),
        ...page({ label: 'Audit trail', to: '/trail', icon: 'trail' }, may(rights, 'trail')),
      ],
    },
    {
      group: 'Admin',
      entries: page({ label: 'People', to: '/people', icon: 'people' }, may(rights, 'people')),
    },
  ];
  return groups.filter(({ entries }) => entries.length > 0);
};
