import type { Reading, RecordType, Values } from '@bulwark/record';
import type { Identity } from './identify.ts';
import type { Mapping } from './mapping.ts';

/** Something that the sender should know of one cell, or of a whole row when there is no column. */
export type Remark = {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
  readonly value: string;
};

/** A row that can be stored: as the record of its reference where there is one, else as a new one under its id. */
export type GoodRow = Identity & {
  readonly row: number;
  readonly values: Values;
  readonly source: { readonly [column: string]: string } | null;
};

export type Verdict = {
  readonly rows: number;
  readonly good: readonly GoodRow[];
  readonly errors: readonly Remark[];
  readonly notes: readonly Remark[];
  /** Remarks beyond those that are named. */
  readonly more: number;
  readonly notImported: readonly string[];
};

export type Lookups = Pick<Reading, 'findPerson' | 'findRecord'>;

export type Rules = {
  readonly type: RecordType;
  readonly mapping: Mapping;
  /** What a row of this number may name: rows before it, too. */
  readonly lookupsAt: (index: number) => Lookups;
  readonly identities: readonly Identity[];
};
