import type { Sql } from '@bulwark/db';
import {
  deleteOutbox,
  readAcknowledged,
  readOlder,
  storeAcknowledged,
} from './acknowledged-repository.ts';
import { laneAcknowledged } from './catalogue.ts';
import { type Consumer, onEvent } from './consumer.ts';
import { readLane, readOutbox } from './outbox-repository.ts';
import { laneOf, type Stream } from './run.ts';
import type { Subscription, Transport } from './transport.ts';
import type { InTransaction } from './unit.ts';

const DAYS = 7;
const KEPT_MS = DAYS * 24 * 60 * 60 * 1000;

/** Tells the owners of all lanes that a service reads how far it has come. */
export const acknowledge = async (
  reader: string,
  subscriptions: readonly Pick<Subscription, 'lane' | 'position'>[],
  inTransaction: InTransaction,
): Promise<void> => {
  const lanes: { lane: string; epoch: number; n: number }[] = [];
  for (const { lane, position } of subscriptions) lanes.push({ lane, ...(await position()) });
  await inTransaction(async (tx) =>
    tx.emit({ type: laneAcknowledged, key: reader, body: { lanes } }),
  );
};

/** What a service does when one of these says how far it has come: it keeps that for its own lane. */
export const noteAcknowledged = (service: string, readers: readonly string[]): Consumer[] =>
  readers.map((reader) =>
    onEvent(reader, laneAcknowledged, async ({ sql }, { body: { lanes } }) => {
      for (const { lane, epoch, n } of lanes) {
        for (const stream of STREAMS)
          if (lane === laneOf(service, stream))
            await storeAcknowledged(sql, { stream, reader, epoch, n });
      }
    }),
  );

const STREAMS: readonly Stream[] = ['events', 'audit'];

export type PruneOptions = {
  readonly service: string;
  readonly sql: Sql;
  readonly transport: Pick<Transport, 'prune'>;
  /** Who must have a stream's entry before it may go. */
  readonly readers: { readonly [stream in Stream]: readonly string[] };
  readonly now: Date;
};

/** Takes away what all readers have said that they have, and that is older than a week. Nothing else, however old. */
export const pruneLanes = async (options: PruneOptions): Promise<void> => {
  const { service, sql, transport, readers, now } = options;
  const { epoch } = await readLane(sql);
  const than = new Date(now.getTime() - KEPT_MS);
  for (const stream of STREAMS) {
    const known = await readAcknowledged(sql, { stream, epoch }, readers[stream]);
    const upTo = await readOlder(sql, { stream, epoch, upTo: known }, than);
    const [first] = await readOutbox(sql, { stream, epoch, after: 0, most: 1 });
    if (!first || first.n > upTo) continue;
    await transport.prune?.({ lane: laneOf(service, stream), epoch, upTo });
    await deleteOutbox(sql, { stream, epoch, upTo });
  }
};
