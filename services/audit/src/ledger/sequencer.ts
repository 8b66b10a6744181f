import type { KeyObject } from 'node:crypto';
import { openSealed } from '@bulwark/crypto';
import type { Sql } from '@bulwark/db';
import {
  type Alarm,
  acceptRun,
  type HoleIn,
  type LaneEntry,
  laneOf,
  type Position,
  type Run,
  type Subscription,
} from '@bulwark/events';
import { type Opening, packBundle } from '@bulwark/trail';
import type { Disclosures } from './disclosures.ts';
import { type Leaf, leafOf } from './leaf.ts';
import { insertBundle, readTip, type Tip } from './repository.ts';

export type SequencerOptions = {
  readonly tenant: string;
  readonly epoch: number;
  readonly services: readonly string[];
  readonly laneKeys: { readonly [service: string]: KeyObject };
  readonly sealKey: KeyObject;
  /** The ledger's own login: it may INSERT and SELECT, nothing else. */
  readonly ledger: Sql;
  readonly disclosures: Disclosures;
  readonly alarm: Alarm;
  readonly now: () => Date;
  readonly holeIn: HoleIn;
  readonly appended: () => void;
};

/**
 * The one writer of the ledger: takes every service's audit lane in its order and appends, bundle by bundle. The
 * positions of the lanes stand in the bundles, so entry and position are one row and nothing comes twice.
 */
export const createSequencer = (options: SequencerOptions) => {
  let tip: Tip | null = null;
  let queue: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = queue.then(work);
    queue = turn.catch(() => undefined);
    return turn;
  };
  const readOnce = async (): Promise<Tip> => {
    tip ??= await readTip(options.ledger);
    return tip;
  };

  const append = async (run: Run, from: string): Promise<void> => {
    const { leaves, positions } = await readOnce();
    const { n } = positionIn(positions, run.lane, options.epoch);
    if (run.first > n + 1) {
      const { lane, epoch, first } = run;
      return options.holeIn({ lane, epoch, have: n, got: first });
    }
    const entries = run.entries.slice(n + 1 - run.first);
    if (entries.length === 0) return;
    const made = entries.map((entry, index) => {
      const place = { tenant: options.tenant, service: from, ...run, n: n + 1 + index };
      return { entry, leaf: leafOf(entry, place), n: place.n };
    });
    await keepOpenings(run, made, options);
    const next: Tip = {
      leaves: leaves + made.length,
      positions: { ...positions, [run.lane]: { epoch: run.epoch, n: n + made.length } },
    };
    tip = null;
    const bytes = packBundle(made.map(({ leaf }) => Buffer.from(leaf.bytes)));
    await insertBundle(options.ledger, {
      ...next,
      first: leaves,
      entries: Buffer.from(bytes),
      now: options.now(),
    });
    tip = next;
    options.appended();
  };

  const subscriptionTo = (from: string): Subscription => {
    const lane = laneOf(from, 'audit');
    return {
      reader: 'audit',
      lane,
      stream: 'audit',
      position: () =>
        inTurn(async () => positionIn((await readOnce()).positions, lane, options.epoch)),
      deliver: (signed) =>
        inTurn(async () => {
          const run = acceptRun(signed, { ...options, from, lane });
          if (run) await append(run, from);
        }),
    };
  };

  return {
    subscriptions: options.services.map(subscriptionTo),
    size: async (): Promise<number> => inTurn(async () => (await readOnce()).leaves),
  };
};

/** After a restore every lane begins anew in its next epoch. */
const positionIn = (positions: Tip['positions'], lane: string, epoch: number): Position => {
  const known = positions[lane];
  return known && known.epoch === epoch ? known : { epoch, n: 0 };
};

type Made = { readonly entry: LaneEntry; readonly leaf: Leaf; readonly n: number };

/** Openings are kept before the leaf is appended: the other way round a crash would forget them. */
const keepOpenings = async (
  { lane, epoch }: Run,
  made: readonly Made[],
  { sealKey, disclosures, alarm }: SequencerOptions,
): Promise<void> => {
  const opened = made.flatMap(({ entry, leaf, n }) => {
    if (leaf.fault) alarm('entry in quarantine', { lane, epoch, n, reason: leaf.fault });
    if (leaf.fault || !entry.sealed) return [];
    try {
      const text = openSealed(entry.sealed, {
        name: 'audit',
        privateKey: sealKey,
        context: leaf.id,
      });
      return [{ entryId: leaf.id, openings: JSON.parse(text) as Opening[] }];
    } catch (error) {
      alarm('openings cannot be opened', { lane, epoch, n, reason: String(error) });
      return [];
    }
  });
  await disclosures.keep(opened);
};
