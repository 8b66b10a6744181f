import { z } from '@bulwark/record';

/** A fact that services tell each other. `personal` travels sealed to the services named in `readers`. */
export type EventType<Body = unknown, Personal = unknown> = {
  readonly name: string;
  readonly version: number;
  readonly body: z.ZodType<Body>;
  readonly personal: z.ZodType<Personal> | null;
  readonly readers: readonly string[];
};

const defineEvent = <Body, Personal>(type: EventType<Body, Personal>): EventType<Body, Personal> =>
  type;

/** A person was made or changed; services that show or write to people keep their own copy from it. */
export const personChanged = defineEvent({
  name: 'person.changed',
  version: 1,
  body: z.strictObject({
    id: z.uuid(),
    rev: z.int(),
    state: z.enum(['active', 'deactivated']),
    managerId: z.uuid().nullable(),
  }),
  personal: z.strictObject({ name: z.string(), email: z.string() }),
  readers: ['records', 'audit'],
});

/** Somebody was given a password for one sign-in: when they were added, or when an administrator reset theirs. */
export const passwordGiven = defineEvent({
  name: 'password.given',
  version: 1,
  body: z.strictObject({ personId: z.uuid(), why: z.enum(['welcome', 'reset']) }),
  personal: z.strictObject({ name: z.string(), email: z.string(), oneTimePassword: z.string() }),
  readers: ['notification'],
});

/** Somebody asked for a link to choose a new password. */
export const resetAsked = defineEvent({
  name: 'reset.asked',
  version: 1,
  body: z.strictObject({ personId: z.uuid() }),
  personal: z.strictObject({ name: z.string(), email: z.string(), token: z.string() }),
  readers: ['notification'],
});

/** Somebody was named in a comment. `path` leads to the record below the tenant's origin. */
export const personMentioned = defineEvent({
  name: 'person.mentioned',
  version: 1,
  body: z.strictObject({ personId: z.uuid(), reference: z.string(), path: z.string() }),
  personal: z.strictObject({ name: z.string(), email: z.string(), by: z.string() }),
  readers: ['notification'],
});

/** A service that is new asks for everybody it may show. */
export const personWanted = defineEvent({
  name: 'person.wanted',
  version: 1,
  body: z.strictObject({ by: z.string() }),
  personal: null,
  readers: [],
});

/** Somebody asked for a backup; the service that keeps the row takes it. */
export const backupWanted = defineEvent({
  name: 'backup.wanted',
  version: 1,
  body: z.strictObject({ id: z.uuid() }),
  personal: null,
  readers: [],
});

/** An administrator let a mail go that was held or had failed; the service that keeps it sends it. */
export const mailReleased = defineEvent({
  name: 'mail.released',
  version: 1,
  body: z.strictObject({ id: z.uuid() }),
  personal: null,
  readers: [],
});

/** A consumer met a hole: the lane's owner publishes again from `from` on. */
export const laneWanted = defineEvent({
  name: 'lane.wanted',
  version: 1,
  body: z.strictObject({ lane: z.string(), epoch: z.int(), from: z.int() }),
  personal: null,
  readers: [],
});

/** Once a day: how far a service has made the lanes that it reads its own. What all have may leave the outbox. */
export const laneAcknowledged = defineEvent({
  name: 'lane.acknowledged',
  version: 1,
  body: z.strictObject({
    lanes: z.array(z.strictObject({ lane: z.string(), epoch: z.int(), n: z.int() })),
  }),
  personal: null,
  readers: [],
});

/** An event on its way out: `key` orders and parks together, e.g. the id of the thing it is about. */
export type OutgoingEvent<Body = unknown, Personal = unknown> = {
  readonly type: EventType<Body, Personal>;
  readonly key: string;
  readonly body: Body;
  readonly personal?: Personal;
};

/** An event as a consumer gets it: checked against its type, personal part opened. */
export type IncomingEvent<Body = unknown, Personal = unknown> = {
  readonly id: string;
  readonly name: string;
  readonly time: string;
  readonly key: string;
  readonly body: Body;
  readonly personal: Personal | null;
};
