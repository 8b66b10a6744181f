import type {
  FieldDescription,
  Method,
  Option,
  PersonName,
  RecordItem,
  TypeDescription,
} from '../api/types.ts';
import { dayText, momentText } from '../ui/format.ts';

/** What is needed to word a value: the method's scales and the names behind ids. */
export type Wording = {
  readonly method: Method | undefined;
  readonly people: readonly PersonName[];
};

const builtIn: Readonly<Record<string, string>> = {
  reference: 'Reference',
  state: 'State',
  createdAt: 'Created',
  createdBy: 'Created by',
  updatedAt: 'Changed',
  updatedBy: 'Changed by',
};

export const fieldNamed = (type: TypeDescription, name: string): FieldDescription | undefined =>
  type.fields.find((f) => f.name === name);

/** "inherentLevel" → "Inherent level", for a field nobody described. */
const spoken = (name: string): string => {
  const words = name.replaceAll(/([A-Z])/g, ' $1').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const labelOf = (type: TypeDescription, name: string): string =>
  fieldNamed(type, name)?.label ?? builtIn[name] ?? spoken(name);

export type Section = { readonly title: string; readonly fields: readonly FieldDescription[] };

/** The fields by section, in the order the description gives them. */
export const sectionsOf = (fields: readonly FieldDescription[]): readonly Section[] => {
  const sections = new Map<string, FieldDescription[]>();
  for (const field of fields) {
    const title = field.section ?? '';
    sections.set(title, [...(sections.get(title) ?? []), field]);
  }
  return [...sections].map(([title, own]) => ({ title, fields: own }));
};

/** The choices of a field that has any; for a level "3 · Possible". */
export const optionsOf = (
  field: FieldDescription,
  { method, people }: Wording,
): readonly Option[] => {
  if (field.options) return field.options;
  if (field.kind === 'level') return steps(field, method);
  if (field.kind === 'person') return people.map(personOption);
  if (field.kind === 'boolean')
    return [
      { value: 'true', label: 'Yes' },
      { value: 'false', label: 'No' },
    ];
  return [];
};

const personOption = ({ id, name, state }: PersonName): Option => ({
  value: id,
  label: state === 'deactivated' ? `${name} (deactivated)` : name,
});

const steps = (field: FieldDescription, method: Method | undefined): readonly Option[] => {
  const labels = field.scale ? (method?.[field.scale] ?? []) : [];
  return Array.from({ length: field.max ?? labels.length }, (_, i) => {
    const label = labels.find((l) => l.value === i + 1)?.label;
    return { value: String(i + 1), label: label ? `${i + 1} · ${label}` : String(i + 1) };
  });
};

export const personName = (people: readonly PersonName[], id: unknown): string => {
  if (typeof id !== 'string' || id === '') return '–';
  return people.find((p) => p.id === id)?.name ?? 'Somebody no longer listed';
};

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length);

const listItem = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'reference' in item
    ? String(item.reference)
    : String(item);

/** Any value in words; an en dash where there is none. */
export const wordsOf = (
  field: FieldDescription | undefined,
  value: unknown,
  wording: Wording,
): string => {
  if (isEmpty(value)) return '–';
  if (field?.kind === 'person') return personName(wording.people, value);
  if (field?.kind === 'date') return dayText(value);
  if (Array.isArray(value)) return value.map(listItem).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  const option = field && optionsOf(field, wording).find((o) => o.value === String(value));
  return option?.label ?? String(value);
};

/** The words of a column that every record has. */
export const builtInWords = (record: RecordItem, name: string, wording: Wording): string => {
  if (name === 'createdAt' || name === 'updatedAt') return momentText(record[name]);
  if (name === 'createdBy' || name === 'updatedBy') return personName(wording.people, record[name]);
  if (name === 'state') return record.state === 'active' ? 'Active' : 'Deactivated';
  return wordsOf(undefined, record[name], wording);
};

/** The fields a list offers to filter by: those that it also shows, in the order of its columns. */
export const filterFields = (type: TypeDescription): readonly FieldDescription[] =>
  type.list.flatMap((name) => {
    if (!type.filter.includes(name)) return [];
    const field = fieldNamed(type, name);
    return field && ['choice', 'level', 'person', 'boolean', 'derived'].includes(field.kind)
      ? [field]
      : [];
  });
