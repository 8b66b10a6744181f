import { createHash } from 'node:crypto';
import type { Naming } from '@bulwark/record';
import PDFDocument from 'pdfkit';
import type { Column } from './columns.ts';
import { labelOf, type Printed, printedCells, weightOf } from './pdf-cells.ts';
import { fontFile } from './pdf-fonts.ts';
import { cellsOf, headOf, linesOf, type Pages } from './text.ts';

/** A register as it is printed. */
export type Print = {
  readonly title: string;
  readonly company: string;
  /** Clause or control of ISO/IEC 27001:2022. */
  readonly clause: string;
  /** Facts below the title: label and words. */
  readonly facts: readonly (readonly [string, string])[];
  readonly columns: readonly Column[];
  readonly pages: Pages;
  /** Names for people to read. */
  readonly shown: Naming;
  /** Names as our CSV writes them: what is hashed. */
  readonly naming: Naming;
  readonly now: Date;
  /** Told the SHA-256 of the same rows and columns as CSV. */
  readonly hashed: (sha256: string) => void;
};

const MARGIN = 36;
const FOOT = 34;
const PAD = 4;
const INK = '#1b1f24';
const SOFT = '#5b6470';
const LINE = '#d5dae0';
const BAND = '#eef1f5';

type Document = InstanceType<typeof PDFDocument>;
type Sheet = {
  readonly doc: Document;
  readonly widths: readonly number[];
  readonly labels: readonly string[];
};

/** A landscape table with a title block; every page says which it is and what its data hashes to. */
export const printRegister = (print: Print): AsyncIterable<Buffer> => {
  const doc = new PDFDocument({
    size: 'A4',
    layout: 'landscape',
    margins: { top: MARGIN, left: MARGIN, right: MARGIN, bottom: 0 },
    bufferPages: true,
    font: fontFile('regular'),
    lang: 'en',
    displayTitle: true,
    info: {
      Title: `${print.title} · ${print.company}`,
      Author: print.company,
      CreationDate: print.now,
    },
  });
  doc.registerFont('regular', fontFile('regular'));
  doc.registerFont('bold', fontFile('bold'));
  draw(doc, print).then(
    () => doc.end(),
    (error: Error) => doc.destroy(error),
  );
  return doc as unknown as AsyncIterable<Buffer>;
};

const draw = async (doc: Document, print: Print): Promise<void> => {
  const { columns, pages, shown, naming } = print;
  const sheet = { doc, widths: widthsOf(doc, columns), labels: columns.map(labelOf) };
  const hash = createHash('sha256').update(headOf(columns));
  let y = drawHead(sheet, drawTitle(doc, print));
  let shortened = 0;
  let rows = 0;
  for await (const records of pages) {
    if (records.length > 0)
      hash.update(linesOf(records.map((record) => cellsOf(record, columns, naming))));
    for (const record of records) {
      const cells = printedCells(record, columns, shown);
      shortened += cells.filter((cell) => cell.shortened).length;
      y = drawRow(sheet, cells, y);
      rows += 1;
    }
  }
  drawEnd(sheet, { rows, shortened }, y);
  const sha256 = hash.digest('hex');
  print.hashed(sha256);
  drawFooters(doc, print, sha256);
};

const widthsOf = (doc: Document, columns: readonly Column[]): number[] => {
  const room = doc.page.width - 2 * MARGIN;
  const weights = columns.map(weightOf);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => (weight / sum) * room);
};

/** Company, register, and what of it this is. Answers where the table begins. */
const drawTitle = (doc: Document, { title, company, clause, facts }: Print): number => {
  doc.font('bold').fontSize(8).fillColor(SOFT);
  doc.text(company, MARGIN, MARGIN, { lineBreak: false });
  const right = { width: doc.page.width - 2 * MARGIN, align: 'right' } as const;
  doc.font('regular').text(`ISO/IEC 27001:2022 · ${clause}`, MARGIN, MARGIN, right);
  doc
    .font('bold')
    .fontSize(20)
    .fillColor(INK)
    .text(title, MARGIN, MARGIN + 14);
  let y = doc.y + 6;
  for (const [label, words] of facts) {
    doc.fontSize(8).font('regular').fillColor(SOFT).text(label, MARGIN, y, { width: 70 });
    doc.fillColor(INK).text(words, MARGIN + 74, y, { width: doc.page.width - 2 * MARGIN - 74 });
    y = doc.y + 2;
  }
  return y + 10;
};

const drawHead = ({ doc, widths, labels }: Sheet, y: number): number => {
  doc.font('bold').fontSize(7.5);
  const height = Math.max(
    ...labels.map((label, at) => doc.heightOfString(label, { width: inner(widths[at]) })),
  );
  const bottom = y + height + 2 * PAD;
  doc.rect(MARGIN, y, doc.page.width - 2 * MARGIN, bottom - y).fill(BAND);
  doc.fillColor(INK);
  eachColumn(widths, (x, width, at) =>
    doc.text(labels[at] ?? '', x + PAD, y + PAD, { width: inner(width) }),
  );
  return bottom;
};

const drawRow = (sheet: Sheet, cells: readonly Printed[], y: number): number => {
  const { doc, widths } = sheet;
  doc.font('regular').fontSize(7.5);
  const height =
    Math.max(
      ...cells.map(({ text }, at) => doc.heightOfString(text || ' ', { width: inner(widths[at]) })),
    ) +
    2 * PAD;
  const top = roomFor(sheet, height, y);
  doc.font('regular').fontSize(7.5).fillColor(INK);
  eachColumn(widths, (x, width, at) =>
    doc.text(cells[at]?.text ?? '', x + PAD, top + PAD, {
      width: inner(width),
      height: lowest(doc) - top - PAD,
      ellipsis: ' […]',
    }),
  );
  const bottom = Math.min(top + height, lowest(doc));
  doc
    .moveTo(MARGIN, bottom)
    .lineTo(doc.page.width - MARGIN, bottom)
    .lineWidth(0.5)
    .stroke(LINE);
  return bottom;
};

const inner = (width = 0): number => width - 2 * PAD;
const lowest = (doc: Document): number => doc.page.height - FOOT - 8;

/** A row begins on a new page, below the header, where the page in hand has no room for it. */
const roomFor = (sheet: Sheet, height: number, y: number): number => {
  if (y + height <= lowest(sheet.doc)) return y;
  sheet.doc.addPage();
  return drawHead(sheet, MARGIN);
};

const eachColumn = (
  widths: readonly number[],
  put: (x: number, width: number, at: number) => void,
): void => {
  let x = MARGIN;
  for (const [at, width] of widths.entries()) {
    put(x, width, at);
    x += width;
  }
};

const drawEnd = (
  sheet: Sheet,
  { rows, shortened }: { rows: number; shortened: number },
  y: number,
): void => {
  const { doc } = sheet;
  const note =
    shortened > 0
      ? ` ${shortened} ${shortened === 1 ? 'text is' : 'texts are'} shortened where […] stands; the data export has them whole.`
      : '';
  const words = `End of the register: ${rows} ${rows === 1 ? 'record' : 'records'}.${note}`;
  const top = roomFor(sheet, 24, y) + 8;
  doc.font('regular').fontSize(7.5).fillColor(SOFT);
  doc.text(words, MARGIN, top, { width: doc.page.width - 2 * MARGIN });
};

const drawFooters = (doc: Document, { title, company, now }: Print, sha256: string): void => {
  const { start, count } = doc.bufferedPageRange();
  for (let page = start; page < start + count; page += 1) {
    doc.switchToPage(page);
    const y = doc.page.height - FOOT;
    const width = doc.page.width - 2 * MARGIN;
    doc
      .moveTo(MARGIN, y)
      .lineTo(doc.page.width - MARGIN, y)
      .lineWidth(0.5)
      .stroke(LINE);
    doc.font('regular').fontSize(6.5).fillColor(SOFT);
    doc.text(
      `${company} · ${title} · ${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`,
      MARGIN,
      y + 6,
      { lineBreak: false },
    );
    doc.text(`SHA-256 of this data as CSV: ${sha256}`, MARGIN, y + 6, {
      width,
      align: 'center',
      lineBreak: false,
    });
    doc.text(`Page ${page - start + 1} of ${count}`, MARGIN, y + 6, {
      width,
      align: 'right',
      lineBreak: false,
    });
  }
};
