import type { Query } from './parts.ts';
import { schemaName } from './schemas.ts';

export type BackupLine = {
  readonly id: string;
  readonly state: string;
  readonly started: string;
  /** The moment that it holds; null until it was verified. */
  readonly taken: string | null;
  readonly rows: number | null;
  readonly bytes: number | null;
  readonly error: string | null;
};

/** A tenant's backups, newest first, as the operator sees them, its cell running or not. */
export const listBackups = async (query: Query, id: string): Promise<readonly BackupLine[]> => {
  const iso = (column: string): string =>
    `CONCAT(REPLACE(DATE_FORMAT(${column}, '%Y-%m-%d %H:%i:%s'), ' ', 'T'), 'Z') AS ${column}`;
  const found = await query(
    `SELECT id, state, ${iso('started')}, ${iso('taken')}, row_count, bytes, error FROM \`${schemaName(id, 'backup')}\`.backup ORDER BY backup.started DESC, id DESC LIMIT 100`,
  );
  return found.map(({ row_count: rows, bytes, ...line }) => ({
    id: String(line.id),
    state: String(line.state),
    started: String(line.started),
    taken: line.taken === null ? null : String(line.taken),
    rows: rows === null ? null : Number(rows),
    bytes: bytes === null ? null : Number(bytes),
    error: line.error === null ? null : String(line.error),
  }));
};

/** The newest backup that was read back and found whole. */
export const lastVerified = async (
  query: Query,
  id: string,
): Promise<{ readonly id: string; readonly taken: string } | null> => {
  const found = (await listBackups(query, id)).find(({ state }) => state === 'verified');
  return found?.taken ? { id: found.id, taken: found.taken } : null;
};
