import type { TenantEntry } from './entry.ts';
import type { Owners } from './fence.ts';
import type { Connection, Parts } from './parts.ts';

export type PowerTaken = {
  readonly deactivated: readonly string[];
  readonly profiles: { readonly [person: string]: readonly string[] };
};

/** A backup that was found to be this tenant's and unchanged. */
export type OpenedBackup = {
  readonly taken: string;
  readonly sha256: string;
  readonly ledgerLeaves: number;
  readonly lanes: {
    readonly [service: string]: { readonly epoch: number; readonly audit: number };
  };
  readonly migrations: { readonly [schema: string]: readonly string[] };
  readonly load: (schema: string, login: Connection) => Promise<void>;
  readonly lostFiles: () => Promise<readonly string[]>;
};

/** An operator's act, for the ledger. `operator` and `reason` are said by people and stand sealed. */
export type OperatorAct = {
  readonly id: string;
  readonly time: string;
  readonly action: string;
  readonly facts: { readonly [path: string]: string | number };
  readonly operator: string;
  readonly reason: string;
};

type Desk = { readonly cell: string; readonly owners: Owners };

/** What a restore needs from the services whose tables it puts back. */
export type RestoreParts = Omit<Parts, 'createFirstPerson'> & {
  readonly openBackup: (wish: { cell: string; backup: string }) => Promise<OpenedBackup>;
  /** Brings all outboxes into the ledger. */
  readonly drainIntoLedger: (desk: Desk) => Promise<void>;
  /** Records the act in audit's lane, once, and brings it into the ledger. */
  readonly recordAct: (desk: Desk, act: OperatorAct) => Promise<void>;
  readonly resetLanes: (login: Connection, epoch: number) => Promise<void>;
  readonly powerTakenSince: (
    desk: Pick<Desk, 'owners'>,
    since: { leaves: number; epoch: number; n: number },
  ) => Promise<PowerTaken>;
  readonly afterRestore: (task: {
    cell: string;
    login: Connection;
    power: PowerTaken;
    now: Date;
  }) => Promise<{ administrators: number }>;
  /** Keeps what waited to leave the house then from leaving it again. */
  readonly holdMails: (login: Connection) => Promise<void>;
  /** Resolves once no process of the cell answers any more; without it, the fence alone keeps it out. */
  readonly whenStopped?: (entry: TenantEntry) => Promise<void>;
};
