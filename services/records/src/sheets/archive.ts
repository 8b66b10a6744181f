import { problem } from '@bulwark/http';
import { type Entry, fromBufferPromise } from 'yauzl';

/** The parts of a workbook, by their names in the archive. */
export type Archive = {
  has(name: string): boolean;
  /** A part's bytes as they are unpacked. @throws Problem `too_large` beyond what a workbook may hold */
  read(name: string): AsyncIterable<Buffer>;
};

/** What a small file may unpack to: an archive of zeros is a thousand times larger than its file. */
const MOST_UNPACKED = 256 * 1024 * 1024;
const MOST_PARTS = 2000;

/** Opens a workbook's archive (ZIP) without unpacking anything. @throws Problem `invalid` when it is none */
export const openArchive = async (bytes: Buffer): Promise<Archive> => {
  const file = await fromBufferPromise(bytes, { autoClose: false }).catch(notAWorkbook);
  if (file.entryCount > MOST_PARTS) throw tooLarge(`more than ${MOST_PARTS} parts`);
  const parts = new Map<string, Entry>();
  try {
    for await (const entry of file.eachEntry()) parts.set(entry.fileName, entry);
  } catch (error) {
    notAWorkbook(error);
  }
  let left = MOST_UNPACKED;
  return {
    has: (name) => parts.has(name),
    read: async function* (name) {
      const entry = parts.get(name);
      if (!entry) throw problem('invalid', `This workbook lacks its part ${name}.`);
      left -= entry.uncompressedSize;
      if (left < 0) throw tooLarge(`more than ${MOST_UNPACKED / 1024 / 1024} MiB unpacked`);
      // The library fails a part that unpacks to more than it announces.
      const stream = await file.openReadStreamPromise(entry).catch(notAWorkbook);
      try {
        yield* stream as AsyncIterable<Buffer>;
      } catch (error) {
        notAWorkbook(error);
      }
    },
  };
};

const tooLarge = (what: string) =>
  problem(
    'too_large',
    `This workbook has ${what}: save the one sheet as CSV, or cut it in pieces.`,
  );

const notAWorkbook = (cause: unknown): never => {
  const message = 'This is no XLSX workbook that can be read; one with a password cannot be.';
  throw problem('invalid', message, { fields: [{ path: '/content', message }], cause });
};
