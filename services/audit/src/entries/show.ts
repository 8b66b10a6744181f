import { createHash } from 'node:crypto';
import { isCommitment, type Json, type Opening, opens, readEntry } from '@bulwark/trail';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

/** Stands where a value was erased, or does not fit its commitment. */
const CLOSED = { forgotten: true };

export type People = ReadonlyMap<string, string>;

/** An entry as its reader sees it: names beside ids, commitments opened where their openings are still kept. */
export const showEntry = (
  { leaf, bytes }: { readonly leaf: number; readonly bytes: string },
  openings: readonly Opening[],
  people: People,
) => {
  const entry = readEntry(bytes);
  const show = (value: unknown, path: string): Json => {
    if (!isCommitment(value)) return value as Json;
    const opening = openings.find((one) => one.path === path);
    return opening && opens(value, opening, sha256) ? opening.value : CLOSED;
  };
  return {
    leaf,
    id: entry.id,
    time: entry.time,
    service: entry.service,
    actor: { ...entry.actor, name: nameOf(entry.actor.id, people) },
    as: entry.as ? { ...entry.as, name: nameOf(entry.as.id, people) } : null,
    action: entry.action,
    kind: entry.kind,
    outcome: entry.outcome,
    reason: entry.reason,
    resource: entry.resource,
    ip: show(entry.source.ip, '/source/ip'),
    agent: show(entry.source.agent, '/source/agent'),
    changes: entry.changes.map(({ path, before, after }, index) => ({
      path,
      before: show(before, `/changes/${index}/before`),
      after: show(after, `/changes/${index}/after`),
    })),
    request: entry.request,
  };
};
export type ShownEntry = ReturnType<typeof showEntry>;

const nameOf = (id: string | null, people: People): string | null =>
  id === null ? null : (people.get(id) ?? null);
