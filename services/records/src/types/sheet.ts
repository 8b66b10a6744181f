/** A cell is what it is typed as: a text is never taken for a formula, a number or a date. */
export type SheetCell =
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'date'; readonly value: string }
  | null;

/** UTF-16 units that a cell can hold (ECMA-376, and the programs that read it). */
export const LONGEST_CELL = 32_767;
