import type { KeyObject } from 'node:crypto';
import type { Database } from '@bulwark/db';
import type { Alarm } from './alarm.ts';
import type { EventType, IncomingEvent } from './catalogue.ts';
import { advance, beginAt, isParked, park, readPosition } from './consumed-repository.ts';
import { keyOf, openEvent, readEnvelope } from './envelope.ts';
import type { HoleIn } from './holes.ts';
import { reasonOf } from './reason.ts';
import { type LaneEntry, laneOf, openRun, type Run, type SignedRun } from './run.ts';
import type { Subscription } from './transport.ts';
import type { InTransaction, Tx } from './unit.ts';

/** What a service does when another tells it a fact. The handler runs in the transaction that moves the position. */
export type Consumer = {
  readonly from: string;
  readonly type: EventType;
  readonly handle: (tx: Tx, event: IncomingEvent) => Promise<void>;
};

/** Binds a handler to an event type, so that its body and personal part are typed. */
export const onEvent = <Body, Personal>(
  from: string,
  type: EventType<Body, Personal>,
  handle: (tx: Tx, event: IncomingEvent<Body, Personal>) => Promise<void>,
): Consumer => ({ from, type, handle: handle as Consumer['handle'] });

export type ConsumerOptions = {
  readonly reader: string;
  readonly epoch: number;
  readonly database: Database;
  readonly inTransaction: InTransaction;
  /** Public lane keys by service. */
  readonly laneKeys: { readonly [service: string]: KeyObject };
  readonly sealKey: KeyObject;
  readonly alarm: Alarm;
  readonly now: () => Date;
  readonly consumed?: () => void;
  readonly holeIn: HoleIn;
};

const ATTEMPTS = 3;

/** Thrown inside the effect's transaction to undo it when another reader has taken the entry. */
class Overtaken extends Error {}

/** One subscription per lane that any of the consumers reads. */
export const subscriptionsFor = (
  consumers: readonly Consumer[],
  options: ConsumerOptions,
): Subscription[] =>
  [...new Set(consumers.map((consumer) => consumer.from))].map((from) => {
    const lane = laneOf(from, 'events');
    const mine = consumers.filter((consumer) => consumer.from === from);
    return {
      reader: options.reader,
      lane,
      stream: 'events' as const,
      position: () => readPosition(options.database.sql, lane, options.epoch),
      deliver: (signed: SignedRun) => deliver(signed, { ...options, from, lane, consumers: mine }),
    };
  });

type LaneOptions = ConsumerOptions & {
  readonly from: string;
  readonly lane: string;
  readonly consumers: readonly Consumer[];
};

const deliver = async (signed: SignedRun, options: LaneOptions): Promise<void> => {
  const run = acceptRun(signed, options);
  if (!run) return;
  let { n } = await readPosition(options.database.sql, run.lane, options.epoch);
  if (n === 0 && run.isOldest && (await beginAt(options.database.sql, run))) n = run.first - 1;
  if (run.first > n + 1) {
    const { lane, epoch, first } = run;
    return options.holeIn({ lane, epoch, have: n, got: first });
  }
  for (const entry of run.entries.slice(n + 1 - run.first)) {
    n += 1;
    await consume(entry, n, options);
  }
  options.consumed?.();
};

/** The run, if its lane's owner signed it in this epoch; anything else is refused and raises an alarm. */
export const acceptRun = (
  signed: SignedRun,
  {
    from,
    lane,
    epoch,
    laneKeys,
    alarm,
  }: Pick<LaneOptions, 'from' | 'lane' | 'epoch' | 'laneKeys' | 'alarm'>,
): Run | null => {
  const key = laneKeys[from];
  const facts = { lane: signed.lane, epoch: signed.epoch, first: signed.first, last: signed.last };
  if (signed.epoch !== epoch || signed.lane !== lane) {
    alarm('another epoch', facts);
    return null;
  }
  const run = key ? openRun(signed, key) : null;
  if (!run) alarm('forged run', facts);
  return run;
};

const consume = async (entry: LaneEntry, n: number, options: LaneOptions): Promise<void> => {
  let failure: unknown = null;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    try {
      return await applyEntry(entry, n, options);
    } catch (error) {
      if (error instanceof Overtaken) return;
      if (isPassing(error)) throw error;
      failure = error;
    }
  }
  await parkEntry(entry, n, failure, options);
};

/** The database is away or busy: nothing is wrong with the event, the transport gives it again. */
const isPassing = (error: unknown): boolean => {
  const { code = '', name = '' } = (error ?? {}) as { code?: unknown; name?: string };
  if (name === 'KnexTimeoutError') return true;
  if (typeof code !== 'string' || code === '') return false;
  const isOfDriver = /^(ER_|PROTOCOL_|E[A-Z]+$)/.test(code);
  return isOfDriver && !DATA_FAULTS.includes(code);
};

/** What the database says of the values themselves: trying again changes nothing. */
const DATA_FAULTS = [
  'ER_DUP_ENTRY',
  'ER_DATA_TOO_LONG',
  'ER_TRUNCATED_WRONG_VALUE_FOR_FIELD',
  'ER_TRUNCATED_WRONG_VALUE',
  'ER_WARN_DATA_OUT_OF_RANGE',
  'ER_BAD_NULL_ERROR',
  'ER_CONSTRAINT_FAILED',
  'ER_NO_SUCH_TABLE',
  'ER_BAD_FIELD_ERROR',
];

const applyEntry = (entry: LaneEntry, n: number, options: LaneOptions): Promise<void> =>
  options.inTransaction(async (tx) => {
    const { lane, epoch } = options;
    if (!(await advance(tx.sql, { lane, epoch, n }))) throw new Overtaken();
    const envelope = readEnvelope(entry);
    const handlers = options.consumers.filter(
      ({ type }) => type.name === envelope.name && type.version === envelope.version,
    );
    if (handlers.length === 0) return;
    if (await isParked(tx.sql, lane, envelope.key)) {
      await park(tx.sql, {
        ...entry,
        lane,
        epoch,
        n,
        key: envelope.key,
        reason: 'queues behind a parked event of the same key',
        now: options.now(),
      });
      return;
    }
    for (const handler of handlers) {
      await handler.handle(tx, openEvent(envelope, entry, handler.type, options));
    }
  });

const parkEntry = async (
  entry: LaneEntry,
  n: number,
  failure: unknown,
  options: LaneOptions,
): Promise<void> => {
  const { lane, epoch, alarm, now } = options;
  const key = keyOf(entry);
  const reason = reasonOf(failure);
  await options.inTransaction(async ({ sql }) => {
    if (!(await advance(sql, { lane, epoch, n }))) return;
    await park(sql, { ...entry, lane, epoch, n, key, reason, now: now() });
  });
  alarm('event parked', { lane, epoch, n, key, reason });
};
