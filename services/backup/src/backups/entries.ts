import type { Change, EntryDraft } from '@bulwark/trail';

export type Frame = {
  readonly tenant: string;
  readonly build: string;
  readonly newId: () => string;
};

type Happening = {
  readonly action: string;
  readonly kind: EntryDraft['kind'];
  readonly actor: 'service' | 'operator';
  readonly outcome: EntryDraft['outcome'];
  readonly backup: string;
  readonly changes: readonly Change[];
  readonly route: string;
  readonly now: Date;
};

/** An entry that no browser caused: the operator asked, or the service itself did it. */
export const entryWithoutSender = (
  { action, kind, actor, outcome, backup, changes, route, now }: Happening,
  { tenant, build, newId }: Frame,
): EntryDraft => ({
  id: newId(),
  tenant,
  service: 'backup',
  time: now.toISOString(),
  actor: { type: actor, id: null, profiles: [], session: null, assurance: 'none' },
  as: null,
  source: { ip: null, agent: null },
  action,
  kind,
  outcome,
  reason: null,
  resource: { type: 'backup', id: backup, rev: null },
  changes,
  request: { id: newId(), route, build },
});

export const fact = (path: string, value: string | number): Change => ({
  path,
  before: null,
  after: value,
});
