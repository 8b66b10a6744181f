import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cellPaths, type Installation, operatorSlug, pathsOf } from '@bulwark/tenancy';
import { place } from './installation.ts';
import type { Wiring } from './wiring.ts';

/** The tenants that a development installation starts with; their people are made up. */
export const operatorTenant = {
  slug: operatorSlug,
  name: 'Bulwark',
  adminName: 'Olivia Operator',
  adminEmail: 'olivia.operator@bulwark.example',
};

export const demoTenants = [
  {
    slug: 'acme',
    name: 'Acme GmbH',
    adminName: 'Ada Adler',
    adminEmail: 'ada.adler@acme.example',
  },
  {
    slug: 'globex',
    name: 'Globex AG',
    adminName: 'Gregor Gross',
    adminEmail: 'gregor.gross@globex.example',
  },
];

/** Somebody in each further profile, so that every view of the product can be looked at. */
const peopleOf = (slug: string) =>
  [
    { name: 'Tara Thorne', profiles: ['top-management'] },
    { name: 'Emil Engel', profiles: ['employee'] },
    { name: 'Aiko Abe', profiles: ['auditor'] },
    { name: 'Sven Sorge', profiles: ['supplier'] },
    { name: 'Ines Ito', profiles: ['isms-manager'] },
  ].map((person) => ({
    ...person,
    email: `${person.name.toLowerCase().replace(' ', '.')}@${slug}.example`,
  }));

/** Where the one-time passwords of the made-up people lie, for root alone. */
export const demoPeopleFile = (installation: Installation, slug: string): string =>
  join(pathsOf(installation).firstLogins, `people-of-${slug}.json`);

/** Gives a demo tenant its people. */
export const furnishDemo = async (
  installation: Installation,
  { id, slug }: { readonly id: string; readonly slug: string },
  { createPeople }: Pick<Wiring, 'createPeople'>,
): Promise<void> => {
  const { cell } = cellPaths(installation, id);
  const made = await createPeople({ cell, people: peopleOf(slug) });
  const text = `${JSON.stringify(made, null, 2)}\n`;
  await place.file(demoPeopleFile(installation, slug), text, { uid: null, gid: null, mode: 0o400 });
};

const bundleFile = join(import.meta.dirname, '../platform/records.json');

/** Fills the operator's registers with what is true of this platform. */
export const furnishPlatform = async (
  installation: Installation,
  { id }: { readonly id: string },
  {
    firstPersonId,
    loadBundle,
    bundle: file = bundleFile,
  }: Pick<Wiring, 'firstPersonId' | 'loadBundle'> & { readonly bundle?: string },
): Promise<void> => {
  const { cell } = cellPaths(installation, id);
  const bundle = JSON.parse(await readFile(file, 'utf8'));
  await loadBundle({ cell, bundle, by: await firstPersonId({ cell }) });
};
