import type { ResourceNames, TrailEntry, TrailResource } from './types.ts';

const isForgotten = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'forgotten' in value;

type LongText = { readonly sha256: string; readonly bytes: number };

/** A text that was too long for its entry, which names it by its digest. */
const isLongText = (value: object): value is LongText => 'sha256' in value && 'bytes' in value;

/** Any value of an entry in words; an erased one says so. */
export const words = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '–';
  if (isForgotten(value)) return 'Erased';
  if (Array.isArray(value)) return value.length ? value.map(words).join(', ') : '–';
  if (typeof value !== 'object') return String(value);
  if (!isLongText(value)) return JSON.stringify(value);
  return `Long text of ${value.bytes} bytes, SHA-256 ${value.sha256}: see the record’s history`;
};

export const actorText = ({ actor }: TrailEntry): string => {
  if (actor.name) return actor.name;
  if (actor.type === 'system') return 'Bulwark itself';
  return actor.id ? 'Somebody no longer listed' : 'Nobody signed in';
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** "RSK-2026-0001", "Ada Adler"; for what is not at hand its kind and the start of its id. */
export const resourceText = (resource: TrailResource | null, names: ResourceNames): string => {
  if (!resource) return '–';
  const known = names.get(resource.id)?.name;
  return known ?? `${capital(resource.type)} ${resource.id.slice(0, 8)}`;
};

const tones = { success: 'ok', denied: 'warn' } as const;

export const toneOf = (outcome: string): 'ok' | 'warn' | 'bad' =>
  outcome in tones ? tones[outcome as keyof typeof tones] : 'bad';

/** "/residualImpact" → "residualImpact" */
export const pathText = (path: string): string => path.replace(/^\//, '');
