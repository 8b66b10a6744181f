import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { LONGEST_CELL, type SheetCell } from '../types/sheet.ts';
import { escapeCharacters } from './characters.ts';
import { serialOf } from './dates.ts';

/**
 * A workbook with one sheet (ECMA-376), made while it is read: no row is kept. The first row stays in view and filters.
 * @throws Error for a text longer than a cell can hold: look before you write
 */
export const writeSheet = (
  name: string,
  rows: AsyncIterable<readonly (readonly SheetCell[])[]>,
): AsyncIterable<Buffer> => {
  const zip = new ZipFile();
  const mtime = new Date(Date.UTC(2000, 0, 1));
  for (const [part, content] of Object.entries(partsFor(name)))
    zip.addBuffer(Buffer.from(`${XML}${content}`), part, { mtime });
  const output = Readable.from(zip.outputStream);
  const sheet = Readable.from(sheetOf(rows), { objectMode: false });
  for (const source of [zip, sheet]) source.on('error', (error: Error) => output.destroy(error));
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', { mtime });
  zip.end();
  return output;
};

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

const partsFor = (name: string): { readonly [part: string]: string } => ({
  '[Content_Types].xml':
    `<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
    `<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/>` +
    `<Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/></Types>`,
  '_rels/.rels': `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/workbook.xml': `<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><sheets><sheet name="${attribute(name)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
  'xl/_rels/workbook.xml.rels':
    `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${DOCUMENT}/worksheet" Target="worksheets/sheet1.xml"/>` +
    `<Relationship Id="rId2" Type="${DOCUMENT}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': STYLES,
});

/** Style 0 is plain, 1 a day, 2 the header, 3 a text that wraps. */
const STYLES =
  `<styleSheet xmlns="${MAIN}"><numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>` +
  '<fonts count="2"><font><sz val="10"/><name val="Calibri"/></font><font><b/><sz val="10"/><name val="Calibri"/></font></fonts>' +
  '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills>' +
  '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="4"><xf/>' +
  '<xf numFmtId="164" applyNumberFormat="1"/><xf fontId="1" applyFont="1"/>' +
  '<xf numFmtId="49" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf></cellXfs></styleSheet>';

async function* sheetOf(
  rows: AsyncIterable<readonly (readonly SheetCell[])[]>,
): AsyncGenerator<string> {
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">` +
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>' +
    '<sheetFormatPr defaultColWidth="22" defaultRowHeight="14"/><sheetData>';
  let isHeader = true;
  for await (const page of rows) {
    const lines = page.map((cells) => {
      const line = `<row>${cells.map((cell) => cellOf(cell, isHeader)).join('')}</row>`;
      isHeader = false;
      return line;
    });
    yield lines.join('');
  }
  yield '</sheetData></worksheet>';
}

const cellOf = (cell: SheetCell, isHeader: boolean): string => {
  if (cell === null) return '<c/>';
  if (cell.kind === 'number') return `<c><v>${cell.value}</v></c>`;
  if (cell.kind === 'boolean') return `<c t="b"><v>${cell.value ? 1 : 0}</v></c>`;
  const day = cell.kind === 'date' ? serialOf(cell.value) : null;
  if (day !== null) return `<c s="1"><v>${day}</v></c>`;
  if (cell.value.length > LONGEST_CELL) throw new Error('a text is longer than a cell can hold');
  return `<c t="inlineStr" s="${isHeader ? 2 : 3}"><is><t xml:space="preserve">${content(cell.value)}</t></is></c>`;
};

const content = (text: string): string =>
  escapeCharacters(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** A sheet's name: at most 31 characters, none of those that formulas read. */
const attribute = (text: string): string =>
  content(text.replace(/[[\]:*?/\\]/g, ' ').slice(0, 31)).replaceAll('"', '&quot;');
