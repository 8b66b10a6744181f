/** The search part of an address: flat text, so that a link can be read and typed by hand. */
export type Search = { readonly [key: string]: string | undefined };

export const parseSearch = (text: string): Search => Object.fromEntries(new URLSearchParams(text));

export const stringifySearch = (search: Record<string, unknown>): string => {
  const said = Object.entries(search).flatMap(([key, value]) =>
    value === undefined || value === null || value === '' ? [] : [[key, String(value)]],
  );
  return said.length ? `?${new URLSearchParams(said)}` : '';
};

/** Keeps only text, whatever the router hands over. */
export const onlyText = (search: Record<string, unknown>): Search =>
  Object.fromEntries(
    Object.entries(search).map(([k, v]) => [k, v == null ? undefined : String(v)]),
  );
