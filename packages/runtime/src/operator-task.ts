import { createUnit, type InTransaction } from '@bulwark/events';
import type { Change, EntryDraft, Kind } from '@bulwark/trail';
import { v7 } from 'uuid';
import { type Cell, type CellSpec, readCell } from './cell.ts';
import { connectTo, mapValues } from './ports.ts';

/** What an operator task works with: one service of one tenant, whether or not its cell runs. */
export type OperatorTask = {
  readonly cell: Cell;
  readonly now: Date;
  readonly inTransaction: InTransaction;
  /** The entry of one act of the operator. */
  readonly entry: (act: OperatorAct) => EntryDraft;
};

export type OperatorAct = {
  readonly action: string;
  readonly kind: Kind;
  readonly route: string;
  readonly resource: { readonly type: string; readonly id: string; readonly rev: number | null };
  readonly changes: readonly Change[];
};

/** Opens a service's schema for one task; what it emits is relayed when the cell runs. */
export const asOperator = async <T>(
  { folder, service }: { readonly folder: string; readonly service: string },
  work: (task: OperatorTask) => Promise<T>,
): Promise<T> => {
  const cell = readCell(folder);
  const database = connectTo(cell, service)(service);
  const now = new Date();
  const inTransaction = createUnit({
    database,
    sealKeys: mapValues(cell.keys, ({ seal }) => seal.key),
    now: () => now,
    newId: v7,
    nudge: () => {},
  });
  try {
    return await work({ cell, now, inTransaction, entry: operatorEntry(cell.spec, service, now) });
  } finally {
    await database.close();
  }
};

const OPERATOR = {
  type: 'operator',
  id: null,
  profiles: [],
  session: null,
  assurance: 'none',
} as const;

/** The entry of an operator's act on one service. */
export const operatorEntry =
  (spec: Pick<CellSpec, 'id' | 'build'>, service: string, now: Date) =>
  ({ action, kind, route, resource, changes }: OperatorAct): EntryDraft => ({
    id: v7(),
    tenant: spec.id,
    service,
    time: now.toISOString(),
    actor: OPERATOR,
    as: null,
    source: { ip: null, agent: null },
    action,
    kind,
    outcome: 'success',
    reason: null,
    resource,
    changes,
    request: { id: v7(), route, build: spec.build },
  });
