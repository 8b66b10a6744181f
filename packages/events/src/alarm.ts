/** Things that somebody has to look at; each is logged once with its facts. */
export type Alarm = (kind: string, facts: { readonly [name: string]: unknown }) => void;
