import { readText } from './read-text.ts';

/** A file's content as it is sent: text, or the base64 of a workbook. */
export type FileContent = { readonly content: string; readonly format: 'text' | 'xlsx' };

/** Workbooks are archives, and archives begin with these bytes. */
const isWorkbook = (bytes: ArrayBuffer): boolean => {
  const [p, k, three, four] = new Uint8Array(bytes, 0, Math.min(4, bytes.byteLength));
  return p === 0x50 && k === 0x4b && three === 3 && four === 4;
};

const PIECE = 0x8000;

export const base64 = (bytes: ArrayBuffer): string => {
  const all = new Uint8Array(bytes);
  const pieces: string[] = [];
  for (let at = 0; at < all.length; at += PIECE)
    pieces.push(String.fromCharCode(...all.subarray(at, at + PIECE)));
  return btoa(pieces.join(''));
};

export const readContent = (bytes: ArrayBuffer): FileContent =>
  isWorkbook(bytes)
    ? { content: base64(bytes), format: 'xlsx' }
    : { content: readText(bytes), format: 'text' };
