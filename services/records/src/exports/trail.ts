import { type Change, hidden } from '@bulwark/trail';

/** A register as it is asked for: filters by field, one sort. */
export type Selection = {
  readonly search: string;
  readonly state: 'active' | 'deactivated';
  readonly filters: { readonly [field: string]: string };
  readonly sort: { readonly field: string; readonly descending: boolean };
};

type Export = {
  readonly format: string;
  readonly columns: readonly string[];
  readonly selection: Selection;
  readonly rows: number;
  /** Whose words the search is. */
  readonly subject: string;
};

const CLEAR = /^[A-Za-z0-9._:/-]{0,80}$/;

/** What the trail says of an export before its first byte: which rows, which columns, how many. */
export const exportTrail = ({ format, columns, selection, rows, subject }: Export): Change[] => {
  const { search, state, filters, sort } = selection;
  const facts: [string, Change['after']][] = [
    ['/format', format],
    ['/columns', columns],
    ['/state', state],
    ['/sort', `${sort.descending ? '-' : ''}${sort.field}`],
    ...(search ? [['/search', hidden(search, subject)] as [string, Change['after']]] : []),
    ...Object.entries(filters).map(([name, value]): [string, Change['after']] => [
      `/filter/${name}`,
      CLEAR.test(value) ? value : hidden(value, subject),
    ]),
    ['/rows', rows],
  ];
  return facts.map(([path, after]) => ({ path, before: null, after }));
};
