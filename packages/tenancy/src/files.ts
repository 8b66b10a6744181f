import { readFile } from 'node:fs/promises';
import { isCode } from './lock.ts';

/** The text of a file; null when there is none. */
export const readIfThere = async (file: string): Promise<string | null> => {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (isCode(error, 'ENOENT')) return null;
    throw error;
  }
};
