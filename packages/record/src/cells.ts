import type { Field } from './field.ts';

/** What stands for ids in a file that people read: a person's address, a record's reference. */
export type Naming = {
  readonly personName: (id: string) => string;
  readonly linkName: (id: string) => string;
};

/** What begins like this would be taken for a formula by a spreadsheet, or for our own escape. */
const RISKY = /^[=+\-@'\t\r]/;

/** Puts one `'` before a value that starts with `= + - @ ' TAB CR`. */
export const escapeCell = (text: string): string => (RISKY.test(text) ? `'${text}` : text);

/** Takes exactly one `'` off. */
export const unescapeCell = (text: string): string => (text.startsWith("'") ? text.slice(1) : text);

/** A field's value as one cell of our own format, before escaping; empty when nothing is set. */
export const writeCell = (
  { kind }: Field,
  value: unknown,
  { personName, linkName }: Naming,
): string => {
  if (value === null || value === undefined) return '';
  if (kind === 'person') return personName(String(value));
  if (kind === 'list') return (value as string[]).length === 0 ? '' : JSON.stringify(value);
  if (kind === 'links') return (value as string[]).map(linkName).join(', ');
  if (kind === 'boolean') return value ? 'yes' : 'no';
  return String(value);
};

/** How a foreign file's cells are to be read. */
export type Reading = {
  /** Finds a person by address, name or id; null when there is none. */
  readonly findPerson: (text: string) => string | null;
  /** Finds a record of a type by reference, title or id. */
  readonly findRecord: (type: string, text: string) => string | null;
  /** Between the items of a list. */
  readonly separator: string;
};

export type ReadCell = { readonly value: unknown } | { readonly fault: string };

/** Reads one cell into a field: the value, or what is wrong with it in words. */
export const readCell = (field: Field, text: string, reading: Reading): ReadCell => {
  const trimmed = text.trim();
  switch (field.kind) {
    case 'text':
    case 'longText':
      return { value: text === '' ? null : text };
    case 'url':
    case 'date':
      return { value: trimmed === '' ? null : trimmed.replace(/^(\d{4}-\d{2}-\d{2})T.*$/, '$1') };
    case 'list':
      return readList(trimmed, reading.separator);
    case 'links':
      return readLinks(field.of ?? '', trimmed, reading);
    case 'person':
      return trimmed === '' ? { value: null } : readPerson(trimmed, reading);
    case 'level':
      return readLevel(trimmed, field.max ?? 5);
    case 'boolean':
      return readBoolean(trimmed);
    case 'choice':
    case 'derived':
      return readChoice(field, trimmed);
    default:
      return never(field.kind);
  }
};

const readList = (text: string, separator: string): ReadCell => {
  return { value: jsonList(text) ?? split(text, separator) };
};

/** The items of a cell that holds a JSON list of texts; null for any other cell. */
const jsonList = (text: string): string[] | null => {
  if (!text.startsWith('[')) return null;
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((item) => typeof item === 'string') ? list : null;
  } catch {
    return null;
  }
};

const split = (text: string, separator: string): string[] =>
  text
    .split(separator)
    .map((item) => item.trim())
    .filter((item) => item !== '');

const readLinks = (of: string, text: string, { findRecord, separator }: Reading): ReadCell => {
  const names = jsonList(text) ?? split(text, separator);
  const ids = names.map((name) => findRecord(of, name));
  const missing = names.find((_, index) => ids[index] === null);
  return missing === undefined ? { value: ids } : { fault: `There is no ${of} “${missing}”.` };
};

const readPerson = (text: string, { findPerson }: Reading): ReadCell => {
  const id = findPerson(text);
  return id ? { value: id } : { fault: `There is nobody “${text}” here.` };
};

const readLevel = (text: string, max: number): ReadCell => {
  if (text === '') return { value: null };
  const level = Number(text);
  if (Number.isInteger(level) && level >= 1 && level <= max) return { value: level };
  return { fault: `“${text}” is no step from 1 to ${max}: say which step it stands for.` };
};

const readBoolean = (text: string): ReadCell => {
  if (text === '') return { value: null };
  if (/^(yes|true|1)$/i.test(text)) return { value: true };
  if (/^(no|false|0)$/i.test(text)) return { value: false };
  return { fault: `“${text}” is neither yes nor no.` };
};

const readChoice = ({ options = [] }: Field, text: string): ReadCell => {
  if (text === '') return { value: null };
  const found = options.find(({ value, label, aliases = [] }) =>
    [value, label, ...aliases].some((word) => word.toLowerCase() === text.toLowerCase()),
  );
  if (found) return { value: found.value };
  const known = options.map(({ label }) => label).join(', ');
  return { fault: `“${text}” is none of ${known}: say which one it stands for.` };
};

const never = (kind: never): never => {
  throw new Error(`no cell holds a ${String(kind)}`);
};
