import type { Naming, StoredRecord } from '@bulwark/record';
import { type Column, valueIn } from './columns.ts';

/** Characters of a text that a printed cell shows. */
const MOST_CHARACTERS = 900;

/** What a printed cell says, and whether it had to be shortened. */
export type Printed = { readonly text: string; readonly shortened: boolean };

/** A record's cells as people read them: labels, names, references. */
export const printedCells = (
  record: StoredRecord,
  columns: readonly Column[],
  naming: Naming,
): Printed[] => columns.map((column) => shorten(wordsOf(column, valueIn(record, column), naming)));

const wordsOf = ({ name, field }: Column, value: unknown, naming: Naming): string => {
  if (value === null || value === undefined) return '';
  if (name === 'createdAt' || name === 'updatedAt') return String(value).slice(0, 10);
  switch (field?.kind) {
    case 'person':
      return naming.personName(String(value));
    case 'links':
      return (value as string[]).map(naming.linkName).join(', ');
    case 'list':
      return (value as string[]).join('\n');
    case 'boolean':
      return value ? 'Yes' : 'No';
    case 'choice':
    case 'derived':
      return field.options?.find((option) => option.value === value)?.label ?? String(value);
    default:
      return String(value);
  }
};

/** Control characters and marks of direction have no shape; ends of lines are kept. */
const shorten = (words: string): Printed => {
  const text = words
    .replace(/\r\n?/g, '\n')
    .replace(/[^\P{C}\n]/gu, ' ')
    .trimEnd();
  if (text.length <= MOST_CHARACTERS) return { text, shortened: false };
  return {
    text: `${[...text.slice(0, MOST_CHARACTERS)].join('').toWellFormed()} […]`,
    shortened: true,
  };
};

/** The share of the page's width that a column gets. */
export const weightOf = ({ name, field }: Column): number => {
  if (name === 'reference') return 1.15;
  switch (field?.kind) {
    case 'longText':
      return 4;
    case 'text':
      return name === 'title' ? 3.4 : 2;
    case 'list':
    case 'links':
      return 2.2;
    case 'url':
      return 2.4;
    case 'person':
      return 1.6;
    default:
      return 1.15;
  }
};

export const labelOf = ({ name, field }: Column): string =>
  field?.label ?? OWN_LABELS[name] ?? name;

const OWN_LABELS: { readonly [name: string]: string } = {
  reference: 'Reference',
  state: 'State',
  createdAt: 'Created',
  updatedAt: 'Changed',
};
