import { type Field, importable, type RecordType } from '@bulwark/record';
import fc from 'fast-check';

/** What a generated row may name: people by address, records of each type by reference. */
export type Known = {
  readonly people: readonly string[];
  readonly records: ReadonlyMap<string, readonly string[]>;
};

type Row = { readonly [field: string]: unknown };

/** Every plane of Unicode with its edges, ends of lines, quotes, blanks, what looks like a formula or like an escape. */
const NASTY = [
  '=1+1',
  '+1',
  '-1',
  '@SUM(A1)',
  "'quoted",
  "''",
  '\tcell',
  '\rcell',
  'line\nline',
  'line\r\nline',
  'line\rline',
  'say "no"',
  '"',
  ' both ends ',
  '\u00a0',
  '_x000D_',
  '_x005F_x0041_',
  '[not, a list]',
  '{"a": 1}',
  'yes',
  '--',
  'none',
  '007',
  '1e5',
  '2026-01-01',
  '=HYPERLINK("https://x.example";"a,b")',
  '\u0000\u0001\u001f\u007f\u0085\u2028\u2029',
  '\ufeffmark',
  '\ufffe\uffff',
  'e\u0301 \u202eright to left',
  ...Array.from({ length: 17 }, (_, plane) =>
    String.fromCodePoint(plane * 0x10000 + 0x41, plane * 0x10000 + 0xfffd),
  ),
];

const text = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.constantFrom(...NASTY),
    fc.string({ unit: 'binary', minLength: 1, maxLength: Math.min(max, 40) }),
    fc
      .tuple(fc.constantFrom(...NASTY), fc.string({ unit: 'binary', maxLength: 20 }))
      .map(([one, other]) => one + other),
  );

/** Mostly short, sometimes as long as `max` UTF-16 units. */
const longText = (max: number): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 200, arbitrary: text(max) },
    {
      weight: 1,
      arbitrary: text(10).map((piece) => piece.repeat(Math.floor(max / piece.length))),
    },
  );

const valueFor = (field: Field, known: Known, longest: number): fc.Arbitrary<unknown> => {
  const options = field.options?.map(({ value }) => value) ?? [];
  const targets = known.records.get(field.of ?? '') ?? [];
  switch (field.kind) {
    case 'text':
      return text(field.max ?? 200);
    case 'longText':
      return longText(longest);
    case 'choice':
      return fc.constantFrom(...options);
    case 'level':
      return fc.integer({ min: 1, max: field.max ?? 5 });
    case 'person':
      return fc.constantFrom(...known.people);
    case 'list':
      return fc.array(text(60), { maxLength: 4 });
    case 'links':
      return fc.subarray([...targets], { maxLength: Math.min(4, targets.length) });
    case 'date':
      return fc
        .date({ min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
        .map((date) => date.toISOString().slice(0, 10));
    case 'url':
      return fc.webUrl({ withQueryParameters: true, withFragments: true });
    case 'boolean':
      return fc.boolean();
    case 'derived':
      return fc.constant(null);
    default:
      throw new Error(`no row can be generated with a ${String(field.kind)}`);
  }
};

/** Rows of any type from its own description: texts up to `longest` UTF-16 units. */
export const rowsOf = (
  type: RecordType,
  { count, seed, known, longest }: { count: number; seed: number; known: Known; longest: number },
): Row[] => {
  const fields = Object.entries(type.fields).filter(([, { kind }]) => kind !== 'derived');
  const { workflow } = type;
  const shape = fields.map(([name, field]) => {
    if (name === workflow?.field) return [name, fc.constantFrom(...importable(workflow))] as const;
    const value = valueFor(field, known, longest);
    const empty = field.kind === 'list' || field.kind === 'links' ? [] : null;
    const maybe = field.required
      ? value
      : fc.oneof({ weight: 3, arbitrary: value }, { weight: 1, arbitrary: fc.constant(empty) });
    return [name, maybe] as const;
  });
  const row = fc.record({ reference: fc.constant(''), ...Object.fromEntries(shape) });
  return fc.sample(row, { numRuns: count, seed });
};
