export type FieldMapping = {
  readonly to: string;
  /** How one cell is cut into the items of a list. */
  readonly separator?: string;
  /** Which value each word of the file stands for; null leaves the field empty. */
  readonly values?: Readonly<Record<string, string | number | null>>;
};
export type ColumnMapping = { readonly ignore: true } | { readonly source: true } | FieldMapping;

export type Mapping = {
  readonly delimiter: string;
  readonly columns: Readonly<Record<string, ColumnMapping>>;
};

export type Inspection = {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly sample: readonly (readonly string[])[];
  readonly suggested: Mapping;
  /** Every sheet of a workbook. */
  readonly sheets?: readonly string[];
  /** The distinct words of each column, as far as they are few. */
  readonly values: Readonly<Record<string, readonly string[]>>;
};

export type RowNote = {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
  readonly value: string;
};

type Named = { readonly id: string; readonly reference: string };

/** An import that goes on after its answer. */
export type Batch = {
  readonly id: string;
  readonly state: 'running' | 'done' | 'stopped';
  readonly rows: number;
  readonly stored: number;
  readonly created: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly problem: string | null;
};

export type ImportResult = {
  readonly rows: number;
  readonly valid: number;
  readonly errors: readonly RowNote[];
  readonly notImported: readonly string[];
  readonly notes: readonly RowNote[];
  readonly created?: readonly Named[];
  readonly changed?: readonly Named[];
  readonly unchanged?: number;
  /** Rows that change a record that is there. */
  readonly changes?: number;
  readonly batch?: Batch;
};
