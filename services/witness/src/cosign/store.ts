import { open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { type Head, parseCheckpoint, parseNote } from '@bulwark/trail';

/**
 * What was cosigned last of each log, one file `<id>.checkpoint` each: the checkpoint with the log's signature and ours.
 * A file is replaced whole and is on the disk before anybody is told of it. A file that cannot be read is an error,
 * never a log that was not seen before.
 */
export const createStore = (folder: string) => {
  const fileOf = (id: string): string => join(folder, `${id}.checkpoint`);

  const read = async (id: string): Promise<Head | null> => {
    const text = await readFile(fileOf(id), 'utf8').catch((error) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    return text === null ? null : parseCheckpoint(parseNote(text).text);
  };

  const write = async (id: string, note: string): Promise<void> => {
    const draft = `${fileOf(id)}.draft`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(note);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, fileOf(id));
    await syncFolder(folder);
  };

  return { read, write };
};
export type Store = ReturnType<typeof createStore>;

const syncFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
