import { type Sql, sqlTime } from '@bulwark/db';
import type { Mapping } from './mapping.ts';

export const listMappings = async (
  sql: Sql,
  type: string,
): Promise<{ source: string; mapping: Mapping }[]> => {
  const rows = await sql('import_mapping')
    .where({ type })
    .orderBy('source')
    .select('source', 'mapping');
  return rows.map(({ source, mapping }) => ({
    source,
    mapping: typeof mapping === 'string' ? JSON.parse(mapping) : mapping,
  }));
};

export const storeMapping = async (
  sql: Sql,
  { type, source, mapping, now }: { type: string; source: string; mapping: Mapping; now: Date },
): Promise<void> => {
  const row = { mapping: JSON.stringify(mapping), updated_at: sqlTime(now) };
  await sql('import_mapping')
    .insert({ type, source, ...row })
    .onConflict(['type', 'source'])
    .merge(row);
};
