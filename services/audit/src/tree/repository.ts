import { type Sql, sqlTime } from '@bulwark/db';
import { type Head, packTile, type Tile, type TilePlace, unpackTile } from '@bulwark/trail';

/** The hashes of a full tile; null when it is not stored. Partial tiles are not kept: the bundles give them again. */
export const readTile = async (
  sql: Sql,
  { level, index }: TilePlace,
): Promise<Tile['hashes'] | null> => {
  const row = await sql('tile').where({ level, n: index }).first('hashes');
  return row ? unpackTile(row.hashes) : null;
};

/** @throws ER_DUP_ENTRY */
export const insertTile = async (sql: Sql, { level, index, hashes }: Tile): Promise<void> => {
  await sql('tile').insert({ level, n: index, hashes: Buffer.from(packTile(hashes)) });
};

/** What the log signed at one size. */
export type Signed = Head & { readonly note: string };

export const lastSigned = async (sql: Sql): Promise<Signed | null> =>
  (await sql('checkpoint').orderBy('size', 'desc').first('size', 'root', 'note')) ?? null;

export const signedAt = async (sql: Sql, size: number): Promise<Signed | null> =>
  (await sql('checkpoint').where({ size }).first('size', 'root', 'note')) ?? null;

/** The heads that were signed at sizes past `from`, up to and with `to`. */
export const signedBetween = async (sql: Sql, from: number, to: number): Promise<Head[]> =>
  sql('checkpoint')
    .where('size', '>', from)
    .andWhere('size', '<=', to)
    .orderBy('size')
    .select('size', 'root');

/** Keeps a checkpoint before anybody sees it. Its key is its size: no size is signed twice. @throws ER_DUP_ENTRY */
export const insertSigned = async (
  sql: Sql,
  { size, root, note }: Signed,
  now: Date,
): Promise<void> => {
  await sql('checkpoint').insert({ size, root: Buffer.from(root), note, signed: sqlTime(now) });
};

/** A signature line that a witness gave for the checkpoint of a size. `witness` is its name and key id. */
export type Cosignature = {
  readonly size: number;
  readonly witness: string;
  readonly line: string;
};

/** Keeps a cosignature; the one that is there already stays. */
export const keepCosignature = async (
  sql: Sql,
  { size, witness, line }: Cosignature,
  now: Date,
): Promise<void> => {
  await sql('cosignature').insert({ size, witness, line, received: sqlTime(now) });
};

/** The size that a witness cosigned last, as far as it is known here; 0 for never. */
export const lastCosigned = async (sql: Sql, witness: string): Promise<number> => {
  const row = await sql('cosignature').where({ witness }).orderBy('size', 'desc').first('size');
  return row?.size ?? 0;
};

/** A checkpoint that a witness cosigned: one without counts as unpublished. `time` in ISO 8601. */
export type Published = Signed & { readonly time: string };

export const lastPublished = async (sql: Sql): Promise<Published | null> => {
  const row = await sql('cosignature')
    .join('checkpoint', 'checkpoint.size', 'cosignature.size')
    .orderBy('checkpoint.size', 'desc')
    .first('checkpoint.size', 'root', 'note', 'line', 'received');
  if (!row) return null;
  const { size, root, note, line, received: time } = row;
  return { size, root, note: `${note}${line}\n`, time };
};
