import type { FieldDescription, RecordItem } from '../api/types.ts';

export type FormValue = string | boolean | readonly string[];
export type FormValues = Record<string, FormValue>;
export type Body = Record<string, unknown>;

const idOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : String(value);

/** The fields a person types; what is worked out or moved by steps is the service's. */
export const typedFields = (fields: readonly FieldDescription[]): readonly FieldDescription[] =>
  fields.filter((f) => !f.fixed);

const toInput = ({ kind }: FieldDescription, value: unknown): FormValue => {
  if (kind === 'boolean') return value === true;
  if (kind === 'list' || kind === 'links') return Array.isArray(value) ? value.map(idOf) : [];
  if (value === undefined || value === null) return '';
  return kind === 'person' ? idOf(value) : String(value);
};

/** A record as its form shows it; an empty form when there is none yet. */
export const toForm = (
  fields: readonly FieldDescription[],
  record: RecordItem | null,
): FormValues =>
  Object.fromEntries(typedFields(fields).map((f) => [f.name, toInput(f, record?.[f.name])]));

const toValue = ({ kind }: FieldDescription, input: FormValue | undefined): unknown => {
  if (kind === 'boolean') return input === true;
  if (kind === 'list' || kind === 'links') return Array.isArray(input) ? input : [];
  const text = typeof input === 'string' ? input.trim() : '';
  if (text === '') return null;
  return kind === 'level' ? Number(text) : text;
};

const isNothing = (value: unknown): boolean =>
  value === null || value === false || (Array.isArray(value) && value.length === 0);

/** What a new record is made of: only what was filled in. */
export const newBody = (fields: readonly FieldDescription[], values: FormValues): Body =>
  Object.fromEntries(
    typedFields(fields)
      .map((f) => [f.name, toValue(f, values[f.name])] as const)
      .filter(([, value]) => !isNothing(value)),
  );

/** What changed between the form as it was filled and as it is now; null empties a field. */
export const changedBody = (
  fields: readonly FieldDescription[],
  before: FormValues,
  now: FormValues,
): Body =>
  Object.fromEntries(
    typedFields(fields).flatMap((f) => {
      const value = toValue(f, now[f.name]);
      const same = JSON.stringify(value) === JSON.stringify(toValue(f, before[f.name]));
      return same ? [] : [[f.name, value]];
    }),
  );

/** "/treatment", "/threats/0" → the field's name. */
export const fieldOfPath = (path: string): string => path.replace(/^\//, '').split('/')[0] ?? '';
