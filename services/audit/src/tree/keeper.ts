import type { Alarm } from '@bulwark/events';
import { type LedgerTree, TamperedLedger } from './ledger-tree.ts';

export type KeeperOptions = {
  readonly tree: LedgerTree;
  readonly sign: (head: ReturnType<LedgerTree['head']>) => Promise<void>;
  /** Called when there is a checkpoint that may want a cosignature. */
  readonly signed: () => void;
  readonly alarm: Alarm;
  readonly now: () => Date;
  readonly sleep: (ms: number) => Promise<void>;
};

/** Checkpoints are this far apart at least, so that a busy ledger is signed five times a second and no more. */
const PACE_MS = 200;

/**
 * Keeps the tree after the ledger: takes in what was committed and signs it. Once the ledger was found changed, it signs
 * nothing more, and says so once.
 */
export const createKeeper = ({ tree, sign, signed, alarm, now, sleep }: KeeperOptions) => {
  let isStopped = false;
  let last = { size: -1, time: 0 };

  const keepUp = async (): Promise<void> => {
    await tree.catchUp();
    if (tree.head().size === last.size) return;
    const wait = last.time + PACE_MS - now().getTime();
    if (wait > 0) {
      await sleep(Math.min(wait, PACE_MS));
      await tree.catchUp();
    }
    const head = tree.head();
    await sign(head);
    last = { size: head.size, time: now().getTime() };
    signed();
  };

  return async (): Promise<void> => {
    if (isStopped) return;
    try {
      await keepUp();
    } catch (error) {
      if (!(error instanceof TamperedLedger)) throw error;
      isStopped = true;
      alarm('the ledger was changed', { reason: error.message });
    }
  };
};
