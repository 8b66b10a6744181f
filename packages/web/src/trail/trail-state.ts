import type { Search } from '../shell/search.ts';

export const filterNames = [
  'actor',
  'action',
  'outcome',
  'resourceType',
  'resource',
  'from',
  'to',
] as const;
export type TrailFilters = Readonly<Record<(typeof filterNames)[number], string>>;

export const readTrail = (search: Search): TrailFilters => ({
  actor: search.actor ?? '',
  action: search.action ?? '',
  outcome: search.outcome ?? '',
  resourceType: search.resourceType ?? '',
  resource: search.resource ?? '',
  from: search.from ?? '',
  to: search.to ?? '',
});

export const writeTrail = (filters: TrailFilters): Search =>
  Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== ''));

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** A day in the address means that whole day where the reader is. */
const instant = (day: string, time: string): string =>
  isDay(day) ? new Date(`${day}T${time}`).toISOString() : day;

/** The filters as the service takes them: days become instants. */
export const trailRequest = (filters: TrailFilters): Record<string, string> => ({
  ...filters,
  from: instant(filters.from, '00:00:00.000'),
  to: instant(filters.to, '23:59:59.999'),
});

/** Known values, the ones seen so far, and the one asked for; sorted, each once. */
export const choices = (
  known: readonly string[],
  seen: readonly string[],
  asked: string,
): readonly string[] => [...new Set([...known, ...seen, ...(asked ? [asked] : [])])].sort();
