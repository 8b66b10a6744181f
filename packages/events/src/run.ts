import { type KeyObject, sign, verify } from 'node:crypto';

export type Stream = 'events' | 'audit';

/** One entry of a lane: its canonical text and what travels sealed beside it. */
export type LaneEntry = { readonly payload: string; readonly sealed: string | null };

/** Consecutive entries of one lane, the unit on the bus. `lane` is `<service>/<stream>`; `first` counts from 1. */
export type Run = {
  readonly lane: string;
  readonly epoch: number;
  readonly first: number;
  readonly entries: readonly LaneEntry[];
  /** There is nothing before it any more: all who read the lane then had it. A reader that is new begins here. */
  readonly isOldest?: boolean;
};

/** A run as bytes, signed with the lane key of the service that owns the lane (Ed25519, RFC 8032). */
export type SignedRun = {
  readonly lane: string;
  readonly epoch: number;
  readonly first: number;
  readonly last: number;
  readonly body: string;
  readonly kid: string;
  readonly signature: string;
};

export const laneOf = (service: string, stream: Stream): string => `${service}/${stream}`;

/** Both transports carry exactly these bytes. */
export const signRun = (run: Run, { key, kid }: { key: KeyObject; kid: string }): SignedRun => {
  const body = JSON.stringify({
    v: 1,
    lane: run.lane,
    epoch: run.epoch,
    first: run.first,
    entries: run.entries.map(({ payload, sealed }) => [payload, sealed]),
    ...(run.isOldest ? { oldest: true } : {}),
  });
  return {
    lane: run.lane,
    epoch: run.epoch,
    first: run.first,
    last: run.first + run.entries.length - 1,
    body,
    kid,
    signature: sign(null, Buffer.from(body), key).toString('base64url'),
  };
};

/** The run inside, or null when the signature is not the lane owner's or the frame says something else than the body. */
export const openRun = (signed: SignedRun, key: KeyObject): Run | null => {
  const signature = Buffer.from(signed.signature, 'base64url');
  if (!verify(null, Buffer.from(signed.body), key, signature)) return null;
  const run = JSON.parse(signed.body) as {
    v: number;
    lane: string;
    epoch: number;
    first: number;
    entries: [string, string | null][];
    oldest?: boolean;
  };
  const last = run.first + run.entries.length - 1;
  const agrees =
    run.v === 1 &&
    run.lane === signed.lane &&
    run.epoch === signed.epoch &&
    run.first === signed.first &&
    last === signed.last;
  if (!agrees) return null;
  const entries = run.entries.map(([payload, sealed]) => ({ payload, sealed }));
  const isOldest = run.oldest === true;
  return { lane: run.lane, epoch: run.epoch, first: run.first, entries, isOldest };
};
