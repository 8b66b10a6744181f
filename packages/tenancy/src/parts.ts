import type { Account } from './installation.ts';

/** One statement on the database server as its administrator; values are bound to `?`. */
export type Query = (
  sql: string,
  values?: readonly (string | number | null)[],
) => Promise<readonly Readonly<Record<string, unknown>>[]>;

/** Where the database server is: a socket of this machine, or TCP with the PEM of its certificate's authority. */
export type DatabaseServer =
  | { readonly socketPath: string }
  | { readonly host: string; readonly port: number; readonly ca: string };

/** The database server at its administrator's desk. */
export type Database = { readonly query: Query; readonly server: DatabaseServer };

/** How a login reaches its schema. */
export type Connection = DatabaseServer & {
  readonly user: string;
  readonly password: string;
  readonly database: string;
};

/** Applies the sets' numbered files that the schema has not seen; refuses a schema that is newer. */
export type Migrate = (task: {
  readonly connection: Connection;
  readonly sets: readonly { readonly name: string; readonly folder: string }[];
}) => Promise<{ readonly applied: readonly string[] }>;

/**
 * Makes the first person of a tenant, Administrator and ISMS manager, with a password that must be
 * changed. Asked again before that person has signed in, it gives a new password to the same person;
 * afterwards null.
 */
export type CreateFirstPerson = (task: {
  /** The folder of the cell, with its description, public keys and secrets. */
  readonly cell: string;
  readonly person: { readonly name: string; readonly email: string };
}) => Promise<{ readonly oneTimePassword: string } | null>;

/** Says whether the first person still has to change the one-time password. */
export type IsFirstLoginPending = (question: {
  readonly query: Query;
  readonly schema: string;
  readonly email: string;
}) => Promise<boolean>;

export type Owner = Account & { readonly mode: number };

/** Writes files and folders for another account; null leaves them with the one who writes. */
export type Place = {
  readonly folder: (path: string, owner: Owner) => Promise<void>;
  readonly file: (path: string, content: string, owner: Owner) => Promise<void>;
};

/** One thing that a broker lets a principal do with one topic or group, named in full. */
export type Acl = {
  readonly principal: string;
  readonly on: 'topic' | 'group';
  readonly name: string;
  readonly may: 'read' | 'write';
};

/** The broker that carries events between services, as its administrator sees it. */
export type Broker = {
  /** How a cell reaches it; `ca` is the PEM of its certificate's authority. */
  readonly address: { readonly brokers: readonly string[]; readonly ca?: string };
  readonly clusterId: () => Promise<string>;
  /** Makes the topics that are missing, each of one partition. */
  readonly ensureTopics: (names: readonly string[]) => Promise<unknown>;
  readonly removeTopics: (names: readonly string[]) => Promise<void>;
  /** Lets these principals do exactly what is listed. */
  readonly setAcls: (principals: readonly string[], acls: readonly Acl[]) => Promise<void>;
  readonly ensurePrincipal: (principal: {
    readonly name: string;
    readonly password: string;
  }) => Promise<void>;
  /** From now on none of these principals can log in. */
  readonly endLogins: (names: readonly string[]) => Promise<void>;
  readonly removeGroups: (names: readonly string[]) => Promise<void>;
};

/** What an operator task is given from outside. */
export type Parts = Database & {
  readonly migrate: Migrate;
  readonly createFirstPerson: CreateFirstPerson;
  readonly place: Place;
  readonly now: () => Date;
  /** Missing where the embedded log carries events. */
  readonly broker?: Broker;
  /** Called after each step of a task; a test lets it fail. */
  readonly step?: (name: string) => void | Promise<void>;
};
