export type Line = { readonly line: number; readonly cells: readonly string[] };

/** A file as rows of text cells. `line` is where a row began, counted from 1. */
export type Table = {
  /** Of CSV; `json` and `xlsx` name the other formats, whose cells need no escape. */
  readonly delimiter: string;
  readonly columns: readonly string[];
  readonly rows: readonly Line[];
  /** Every sheet of a workbook. */
  readonly sheets?: readonly string[];
};
