export type FieldMapping = {
  readonly to: string;
  /** How one cell is cut into the items of a list. */
  readonly separator?: string;
  /** Which value each word of the file stands for. */
  readonly values?: Readonly<Record<string, string | number>>;
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
  readonly values?: Readonly<Record<string, readonly string[]>>;
};

export type RowNote = {
  readonly row: number;
  readonly column: string | null;
  readonly message: string;
  readonly value?: unknown;
};

export type ImportResult = {
  readonly rows: number;
  readonly valid: number;
  readonly errors: readonly RowNote[];
  readonly notImported: readonly string[];
  readonly notes: readonly RowNote[];
  readonly created?: readonly { readonly id: string; readonly reference: string }[];
};
