export type NamedRef = { readonly id: string; readonly name: string };

/** A person as identity lists them. */
export type Person = {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly department: string | NamedRef | null;
  readonly manager: string | NamedRef | null;
  readonly profiles: readonly string[];
  readonly state: string;
  readonly rev: number;
};

/** The id behind a reference, whether it came as an id or with its name. */
export const refId = (ref: string | NamedRef | null | undefined): string =>
  typeof ref === 'object' ? (ref?.id ?? '') : (ref ?? '');

/** The name behind a reference; what is not listed is shown as it came. */
export const refName = (
  ref: string | NamedRef | null | undefined,
  known: readonly NamedRef[],
): string => {
  if (!ref) return '–';
  if (typeof ref === 'object') return ref.name;
  return known.find((k) => k.id === ref)?.name ?? ref;
};
