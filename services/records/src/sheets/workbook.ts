import { posix } from 'node:path';
import type { Archive } from './archive.ts';
import { unescapeCharacters } from './characters.ts';
import { isDateFormat } from './dates.ts';
import { readXml } from './xml.ts';

export type Sheet = { readonly name: string; readonly part: string };

export type Workbook = {
  readonly sheets: readonly Sheet[];
  readonly isFrom1904: boolean;
  /** Texts that cells name by their number. */
  readonly texts: readonly string[];
  /** Whether cells of a style hold a date. */
  readonly isDate: (style: number) => boolean;
};

const WORKBOOK = 'xl/workbook.xml';

export const readWorkbook = async (archive: Archive): Promise<Workbook> => {
  const targets = await readTargets(archive);
  const sheets: Sheet[] = [];
  let isFrom1904 = false;
  await readXml(archive.read(WORKBOOK), {
    open: (name, attributes) => {
      if (name === 'workbookPr') isFrom1904 = /^(1|true)$/.test(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => /(^|:)id$/.test(key))?.[1] ?? '';
      sheets.push({ name: attributes.name ?? '', part: targets.get(id)?.part ?? '' });
    },
  });
  const partOf = (kind: string): string | null =>
    [...targets.values()].find(({ type }) => type.endsWith(`/${kind}`))?.part ?? null;
  return {
    sheets: sheets.filter(({ part }) => archive.has(part)),
    isFrom1904,
    texts: await readTexts(archive, partOf('sharedStrings')),
    isDate: await readStyles(archive, partOf('styles')),
  };
};

type Target = { readonly type: string; readonly part: string };

/** What the workbook calls its other parts, by relationship. */
const readTargets = async (archive: Archive): Promise<Map<string, Target>> => {
  const targets = new Map<string, Target>();
  await readXml(archive.read('xl/_rels/workbook.xml.rels'), {
    open: (name, { Id = '', Type = '', Target: target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const part = target.startsWith('/') ? target.slice(1) : posix.join('xl', target);
      targets.set(Id, { type: Type, part });
    },
  });
  return targets;
};

/** Rich text is its runs joined; readings of Asian words (rPh) are no part of the text. */
const readTexts = async (archive: Archive, part: string | null): Promise<string[]> => {
  const texts: string[] = [];
  if (!part || !archive.has(part)) return texts;
  let text = '';
  let inText = false;
  let inReading = false;
  await readXml(archive.read(part), {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 't') inText = true;
      if (name === 'rPh') inReading = true;
    },
    text: (piece) => {
      if (inText && !inReading) text += piece;
    },
    close: (name) => {
      if (name === 'si') texts.push(unescapeCharacters(text));
      if (name === 't') inText = false;
      if (name === 'rPh') inReading = false;
    },
  });
  return texts;
};

const readStyles = async (
  archive: Archive,
  part: string | null,
): Promise<(style: number) => boolean> => {
  const codes = new Map<number, string>();
  const dates: boolean[] = [];
  let inCells = false;
  if (part && archive.has(part)) {
    await readXml(archive.read(part), {
      open: (name, { numFmtId = '0', formatCode = '' }) => {
        if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
        if (name === 'cellXfs') inCells = true;
        if (name !== 'xf' || !inCells) return;
        dates.push(isDateFormat(Number(numFmtId), codes.get(Number(numFmtId))));
      },
      close: (name) => {
        if (name === 'cellXfs') inCells = false;
      },
    });
  }
  return (style) => dates[style] ?? false;
};
