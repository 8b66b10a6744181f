import { Readable } from 'node:stream';
import { deflateRawSync } from 'node:zlib';
import { Problem } from '@bulwark/http';
import { expect, test } from '@jest/globals';
import { ZipFile } from 'yazl';
import type { SheetCell } from '../types/sheet.ts';
import { readSheet } from './read.ts';
import { writeSheet } from './write.ts';

const bytesOf = async (pieces: AsyncIterable<Buffer>): Promise<Buffer> => {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
};

const RELS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook as other programs write it, part by part. */
const workbook = (parts: { readonly [name: string]: string | Buffer }): Promise<Buffer> => {
  const zip = new ZipFile();
  const all = {
    'xl/workbook.xml': `<workbook xmlns:r="${RELS}"><sheets><sheet name="Notes" sheetId="1" r:id="r1"/><sheet name="Data" sheetId="2" r:id="r2"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="r1" Type="${RELS}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="${RELS}/worksheet" Target="/xl/worksheets/sheet2.xml"/><Relationship Id="r3" Type="${RELS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r4" Type="${RELS}/styles" Target="styles.xml"/></Relationships>`,
    'xl/sharedStrings.xml':
      '<sst><si><t>Name</t></si><si><r><t>Fire</t></r><r><t xml:space="preserve"> wall</t></r><rPh sb="0" eb="1"><t>no</t></rPh></si></sst>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="170" formatCode="dd.mm.yyyy"/><numFmt numFmtId="171" formatCode="0.00 &quot;days&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml':
      '<worksheet><sheetData><row><c t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>',
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData/></worksheet>',
    ...parts,
  };
  for (const [name, content] of Object.entries(all)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return bytesOf(zip.outputStream as unknown as AsyncIterable<Buffer>);
};

const problemOf = async (work: Promise<unknown>): Promise<[string, string]> => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Problem)) throw error ?? new Error('nothing was refused');
  return [error.code, error.message];
};

test('a sheet of another program is read: shared and rich texts, dates of both kinds, numbers, gaps', async () => {
  const file = await workbook({
    'xl/worksheets/sheet2.xml':
      '<x:worksheet xmlns:x="y"><x:sheetData><x:row r="1"><x:c r="A1" t="s"><x:v>0</x:v></x:c><x:c r="C1" t="str"><x:f>1+1</x:f><x:v>Sum</x:v></x:c></x:row>' +
      '<x:row r="2"><x:c r="A2"/></x:row>' +
      '<x:row r="4"><x:c r="A4" t="s"><x:v>1</x:v></x:c><x:c r="B4" s="1"><x:v>46000</x:v></x:c><x:c r="C4" s="2"><x:v>46000.5</x:v></x:c><x:c r="D4" s="3"><x:v>0.30000000000000004</x:v></x:c><x:c r="F4" t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#REF!</x:v></x:c></x:row></x:sheetData></x:worksheet>',
  });
  expect(await readSheet(file, 'Data')).toEqual({
    sheets: ['Notes', 'Data'],
    rows: [
      { line: 1, cells: ['Name', '', 'Sum'] },
      {
        line: 4,
        cells: ['Fire wall', '2025-12-09', '2025-12-09T12:00:00', '0.3', '', 'yes', '#REF!'],
      },
    ],
  });
  expect((await readSheet(file, null)).rows).toEqual([{ line: 1, cells: ['x'] }]);
  expect(await problemOf(readSheet(file, 'Other'))).toEqual([
    'invalid',
    'It has no sheet “Other”.',
  ]);
});

test('what is written is read back, and a text is never a formula', async () => {
  const cells: SheetCell[] = [
    { kind: 'text', value: '=1+1' },
    { kind: 'text', value: ' \u0000_x0041_\r\n<&>"\ufffe ' },
    { kind: 'number', value: 4 },
    { kind: 'boolean', value: false },
    { kind: 'date', value: '2026-02-28' },
    { kind: 'date', value: '1899-12-31' },
    null,
    { kind: 'text', value: '2026-02-28' },
  ];
  const file = await bytesOf(writeSheet('A/B', Readable.from([[cells]])));
  const { sheets, rows } = await readSheet(file, null);
  expect(sheets).toEqual(['A B']);
  expect(rows[0]?.cells).toEqual([
    '=1+1',
    ' \u0000_x0041_\r\n<&>"\ufffe ',
    '4',
    'no',
    '2026-02-28',
    '1899-12-31',
    '',
    '2026-02-28',
  ]);
  expect(file.includes('<f>')).toBe(false);
});

test('an archive of zeros is refused before it fills the memory', async () => {
  const bomb = await workbook({ 'xl/worksheets/sheet1.xml': Buffer.alloc(300 * 1024 * 1024) });
  expect(bomb.length).toBeLessThan(1024 * 1024);
  const before = process.memoryUsage().rss;
  expect(await problemOf(readSheet(bomb, null))).toEqual([
    'too_large',
    expect.stringMatching(/256 MiB unpacked/),
  ]);
  expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1024 * 1024);
}, 30_000);

test('a part that unpacks to more than it announces is refused', async () => {
  const honest = await workbook({ 'xl/worksheets/sheet1.xml': 'a'.repeat(100_000) });
  const packed = deflateRawSync(Buffer.alloc(100_000, 'a')).length;
  const size = Buffer.alloc(4);
  size.writeUInt32LE(100_000);
  const lie = Buffer.alloc(4);
  lie.writeUInt32LE(10);
  expect(packed).toBeLessThan(1000);
  const forged = Buffer.from(honest);
  for (let at = forged.indexOf(size); at >= 0; at = forged.indexOf(size)) lie.copy(forged, at);
  const [code, message] = await problemOf(readSheet(forged, null));
  expect([code, message]).toEqual(['invalid', expect.stringMatching(/no XLSX workbook/)]);
});

test('too many rows, too many columns, a document type, damage, and what is no workbook are refused in words', async () => {
  const rows = '<row><c><v>1</v></c></row>'.repeat(100_002);
  const cases: [object, RegExp][] = [
    [
      { 'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>` },
      /100,?000 rows/,
    ],
    [
      {
        'xl/worksheets/sheet1.xml':
          '<worksheet><sheetData><row><c r="XFD1"><v>1</v></c></row></sheetData></worksheet>',
      },
      /500 columns/,
    ],
    [
      { 'xl/worksheets/sheet1.xml': '<!DOCTYPE x [<!ENTITY a "b">]><worksheet>&a;</worksheet>' },
      /document type/,
    ],
    [{ 'xl/worksheets/sheet1.xml': '<worksheet><sheetData>' }, /damaged/],
  ];
  for (const [parts, message] of cases)
    expect((await problemOf(readSheet(await workbook({ ...parts }), null)))[1]).toMatch(message);
  expect((await problemOf(readSheet(Buffer.from('PK no'), null)))[1]).toMatch(/no XLSX workbook/);
});
