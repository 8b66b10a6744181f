import { type EntryDraft, hidden } from '@bulwark/trail';
import type { About } from './route.ts';
import type { Sender } from './sender.ts';

export type EntryFrame = {
  readonly tenant: string;
  readonly service: string;
  readonly build: string;
  readonly newId: () => string;
};

type Happening = {
  readonly action: string;
  readonly kind: EntryDraft['kind'];
  readonly route: string;
  readonly about: About;
  readonly now: Date;
};

/** The audit entry of one request: the real person is always the actor, the simulated one stands in `as`. */
export const entryOf = (
  { claims, requestId, ip, agent }: Sender,
  { action, kind, route, about, now }: Happening,
  { tenant, service, build, newId }: EntryFrame,
): EntryDraft => {
  const actor = claims.act ?? claims.sub ?? about.person ?? null;
  const subject = actor ? `person:${actor}` : `request:${requestId}`;
  return {
    id: newId(),
    tenant,
    service,
    time: now.toISOString(),
    actor: {
      type: actor ? 'person' : 'anonymous',
      id: actor,
      profiles: claims.profiles,
      session: claims.sid,
      assurance: claims.assurance,
    },
    as: claims.act ? { id: claims.sub ?? '' } : null,
    source: { ip: ip ? hidden(ip, subject) : null, agent: agent ? hidden(agent, subject) : null },
    action,
    kind,
    outcome: about.outcome ?? 'success',
    reason: about.reason ?? null,
    resource: about.resource ?? null,
    changes: about.changes ?? [],
    request: { id: requestId, route, build },
  };
};
