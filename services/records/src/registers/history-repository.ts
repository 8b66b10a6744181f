import { type Sql, sqlTime } from '@bulwark/db';

/** One step in a record's life, as its readers see it. */
export type HistoryStep = {
  readonly rev: number;
  readonly time: string;
  readonly actor: string;
  readonly action: string;
  readonly reason: string | null;
  readonly changes: readonly {
    readonly path: string;
    readonly before: unknown;
    readonly after: unknown;
  }[];
};

type Of = { readonly type: string; readonly id: string };

export const insertStep = async (sql: Sql, { type, id }: Of, step: HistoryStep): Promise<void> => {
  await sql('history').insert({
    type,
    record_id: id,
    rev: step.rev,
    time: sqlTime(step.time),
    actor: step.actor,
    action: step.action,
    reason: step.reason,
    changes: JSON.stringify(step.changes),
  });
};

/** A record's life, newest step first. */
export const listSteps = async (sql: Sql, { type, id }: Of): Promise<HistoryStep[]> => {
  const rows = await sql('history')
    .where({ type, record_id: id })
    .orderBy('rev', 'desc')
    .select('rev', 'time', 'actor', 'action', 'reason', 'changes');
  return rows.map(({ changes, ...step }) => ({
    ...step,
    changes: typeof changes === 'string' ? JSON.parse(changes) : changes,
  }));
};
