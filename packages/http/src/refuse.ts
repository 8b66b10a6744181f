import type { InTransaction } from '@bulwark/events';
import type { Response } from 'express';
import { answerProblem, problemFor } from './answer.ts';
import type { Bound } from './bound.ts';
import { type EntryFrame, entryOf } from './entries.ts';
import { type Problem, problem } from './problem.ts';
import type { Route } from './route.ts';
import type { Sender } from './sender.ts';

export type RefuseOptions = {
  readonly frame: EntryFrame;
  readonly inTransaction: InTransaction;
  readonly refusals: Bound;
  readonly now: () => Date;
  readonly log: (facts: { readonly [name: string]: unknown }) => void;
};

type Refused = {
  readonly route: Route;
  readonly name: string;
  readonly sender: Sender;
  readonly response: Response;
};

/** Answers a refusal or a fault, after it is recorded. */
export const refuse = async (
  error: unknown,
  refused: Refused,
  options: RefuseOptions,
): Promise<void> => {
  const refusal = problemFor(error);
  const { response } = refused;
  const { requestId } = refused.sender;
  if (refusal.status >= 500) {
    options.log({ level: 'error', msg: 'fault', requestId, error: error as Error });
  }
  let told: Problem = refusal;
  try {
    await recordRefusal(refusal, refused, options);
  } catch (lost) {
    options.log({ level: 'error', msg: 'refusal not recorded', requestId, error: lost as Error });
    told = problem('unavailable', 'The audit trail cannot be written right now: try again.');
  }
  if (response.headersSent) response.destroy();
  else answerProblem(response, told, requestId);
};

/** Refusals of somebody who is signed in are entries, up to a bound that is itself an entry. */
const recordRefusal = async (
  refusal: Problem,
  { route, name, sender }: Refused,
  { refusals, now: clock, frame, inTransaction }: RefuseOptions,
): Promise<void> => {
  const { sub, sid } = sender.claims;
  if (sub === null) return;
  const now = clock();
  const bound = refusals(sid ?? sub, now);
  if (bound === 'beyond') return;
  const { audit } = route;
  const action = audit.when === 'visit' ? `${audit.page}.visit` : audit.action;
  const entry = entryOf(
    sender,
    {
      action: bound === 'reached' ? 'refusals.bound' : action,
      kind: audit.when === 'change' ? audit.kind : 'read',
      route: name,
      about: { outcome: refusal.status >= 500 ? 'failure' : 'denied', reason: refusal.code },
      now,
    },
    frame,
  );
  await inTransaction(async (tx) => tx.record(entry));
};
