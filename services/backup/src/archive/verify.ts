import type { Objects } from '@bulwark/objects';
import { checksumOf } from './files.ts';
import { decompress, tallyLines } from './lines.ts';
import type { Contents, TableCopy } from './manifest.ts';
import { openTable } from './take.ts';

/** Reads a backup back from storage, opens it and compares all counts and checksums. @throws Error naming the first that differs */
export const verifyContents = async (
  { schemas, sealedSet }: Pick<Contents, 'schemas' | 'sealedSet'>,
  around: { objects: Objects; key: Buffer },
): Promise<void> => {
  const sealed = await checksumOf(around.objects, sealedSet.key);
  if (sealed !== sealedSet.sha256) throw new Error('the sealed set is not what was written');
  for (const { tables } of schemas) for (const table of tables) await verifyTable(table, around);
};

const verifyTable = async (
  table: TableCopy,
  around: { objects: Objects; key: Buffer },
): Promise<void> => {
  const stored = await checksumOf(around.objects, table.object.key);
  const { rows, sha256 } = await tallyLines(decompress(openTable(table, around)));
  if (stored === table.object.sha256 && rows === table.rows && sha256 === table.sha256) return;
  throw new Error(`${table.object.key} is not what was written`);
};
