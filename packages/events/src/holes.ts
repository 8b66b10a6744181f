import type { Alarm } from './alarm.ts';
import { laneWanted } from './catalogue.ts';
import type { InTransaction } from './unit.ts';

const ASK_AGAIN_MS = 30_000;

/** A lane whose next run begins later than it should: entries from `have + 1` on did not come. */
export type Hole = {
  readonly lane: string;
  readonly epoch: number;
  readonly have: number;
  readonly got: number;
};

export type HoleIn = (hole: Hole) => Promise<void>;

/**
 * Raises an alarm and asks the lane's owner to publish again. Every later run shows the same hole, so that one place
 * is asked for once in half a minute.
 */
export const askForHoles = ({
  alarm,
  inTransaction,
  now,
}: {
  readonly alarm: Alarm;
  readonly inTransaction: InTransaction;
  readonly now: () => Date;
}): HoleIn => {
  const asked = new Map<string, { readonly have: number; readonly at: number }>();
  return async (hole) => {
    const { lane, epoch, have } = hole;
    const last = asked.get(lane);
    const at = now().getTime();
    if (last?.have === have && at - last.at < ASK_AGAIN_MS) return;
    alarm('hole in a lane', hole);
    const body = { lane, epoch, from: have + 1 };
    await inTransaction(async (tx) => tx.emit({ type: laneWanted, key: lane, body }));
    asked.set(lane, { have, at });
  };
};
