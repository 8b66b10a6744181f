import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from '@bulwark/record';
import { clauseText, controlText, frameworkText, type Listed } from './schemas.ts';

/** A control of a standard: its id and title, and our guidance. */
export type CatalogueControl = Listed & z.infer<typeof controlText> & { readonly theme: string };

/** A requirement of a standard's main part, with our check. */
export type Clause = Listed & z.infer<typeof clauseText>;

/** Controls and clauses are in the standard's order. */
export type Framework = {
  readonly id: string;
  readonly title: string;
  readonly themes: readonly { readonly id: string; readonly title: string }[];
  readonly controls: readonly CatalogueControl[];
  readonly clauses: readonly Clause[];
};

/** Every framework below a folder (see catalogues/README.md). @throws Error as `readFramework` */
export const readFrameworks = (folder: string): readonly Framework[] =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => readFramework(join(folder, name)))
    .sort((a, b) => (a.id < b.id ? -1 : 1));

/** One framework from its folder. @throws Error one line per fault, `<file>: <id>: <what is wrong>` */
export const readFramework = (folder: string): Framework => {
  const file = join(folder, 'framework.json');
  const { id, title, themes, clauses } = parse(file, '(all)', frameworkText, readJson(file));
  refuse([
    ...(id === basename(folder) ? [] : [`${file}: ${id}: its folder has another name`]),
    ...doubled(file, themes),
    ...doubled(file, [...themes.flatMap(({ controls }) => controls), ...clauses]),
  ]);
  return {
    id,
    title,
    themes: themes.map((theme) => ({ id: theme.id, title: theme.title })),
    controls: themes.flatMap((theme) =>
      readEntries(join(folder, `${theme.id}.json`), 'guidance', theme.controls, controlText).map(
        (control) => ({ ...control, theme: theme.id }),
      ),
    ),
    clauses: readClauses(join(folder, 'clauses.json'), clauses),
  };
};

const readClauses = (file: string, listed: readonly Listed[]): readonly Clause[] =>
  listed.length === 0 && !existsSync(file) ? [] : readEntries(file, 'checks', listed, clauseText);

/** The file's list, one entry for each listed id, with the titles of the list. */
const readEntries = <T extends { id: string }>(
  file: string,
  key: string,
  listed: readonly Listed[],
  schema: z.ZodType<T>,
): readonly (T & Listed)[] => {
  const shape = z.strictObject({ [key]: z.array(z.looseObject({ id: z.string() })) });
  const entries = parse(file, '(all)', shape, readJson(file))[key] ?? [];
  refuse([
    ...doubled(file, entries),
    ...without(entries, listed).map(({ id }) => `${file}: ${id}: unknown`),
    ...without(listed, entries).map(({ id }) => `${file}: ${id}: missing`),
    ...entries.flatMap((entry) => faultsOf(file, entry.id, schema, entry)),
  ]);
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return listed.map((one) => ({ ...parse(file, one.id, schema, byId.get(one.id)), ...one }));
};

const readJson = (file: string): unknown => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new Error(`${file}: (all): not there, or not JSON`, { cause });
  }
};

const parse = <T>(file: string, id: string, schema: z.ZodType<T>, value: unknown): T => {
  refuse(faultsOf(file, id, schema, value));
  return schema.parse(value);
};

const faultsOf = (file: string, id: string, schema: z.ZodType, value: unknown): string[] =>
  (schema.safeParse(value).error?.issues ?? []).map(({ path, message }) =>
    [`${file}: ${id}`, ...(path.length > 0 ? [path.join('.')] : []), message].join(': '),
  );

const doubled = (file: string, entries: readonly { id: string }[]): string[] =>
  entries
    .filter(({ id }, index) => entries.findIndex((other) => other.id === id) < index)
    .map(({ id }) => `${file}: ${id}: doubled`);

const without = <T extends { id: string }>(
  entries: readonly T[],
  others: readonly { id: string }[],
): readonly T[] => entries.filter(({ id }) => !others.some((other) => other.id === id));

const refuse = (faults: readonly string[]): void => {
  if (faults.length > 0) throw new Error(faults.join('\n'));
};
