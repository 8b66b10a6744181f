import { createSchema, type RecordType, type StoredRecord, type Values } from '@bulwark/record';
import { asOperator, newId, type OperatorTask } from '@bulwark/runtime';
import { newRecord, stepsOf, trailOf } from './registers/change.ts';
import { insertStep } from './registers/history-repository.ts';
import { findByBundleKey, insertRecord, nextReference } from './registers/repository.ts';
import { recordTypes } from './types/index.ts';

/** Records to begin with, by type; `key` names one for links of others: `{ "assets": ["@gateway"] }`. */
export type Bundle = {
  readonly [type: string]: readonly ({ readonly key: string } & Values)[];
};

/**
 * An operator task: fills the registers of a tenant from a bundle, in the name of a person. What was loaded before is
 * left alone, so that it may be run at every start. Answers how many records it made.
 */
export const loadBundle = ({
  cell: folder,
  bundle,
  by,
}: {
  readonly cell: string;
  readonly bundle: Bundle;
  readonly by: string;
}): Promise<number> =>
  asOperator({ folder, service: 'records' }, (task) =>
    task.inTransaction(async (tx) => {
      const ids = new Map<string, string>();
      let made = 0;
      for (const [name, items] of Object.entries(bundle)) {
        const type = recordTypes.find((one) => one.name === name);
        if (!type) throw new Error(`the bundle names an unknown type ${name}`);
        for (const item of items) {
          const known = await findByBundleKey(tx.sql, type, item.key);
          const record = known ?? (await addRecord(tx, type, { item, by, ids }, task));
          ids.set(`@${item.key}`, record.id);
          if (!known) made += 1;
        }
      }
      return made;
    }),
  );

type Adding = {
  readonly item: { readonly key: string } & Values;
  readonly by: string;
  readonly ids: ReadonlyMap<string, string>;
};

const addRecord = async (
  tx: Parameters<Parameters<OperatorTask['inTransaction']>[0]>[0],
  type: RecordType,
  { item: { key, ...item }, by, ids }: Adding,
  { now, entry }: OperatorTask,
): Promise<StoredRecord> => {
  const values = createSchema(type).parse(withIds(item, { ids, by }));
  const reference = await nextReference(tx.sql, type, now.getUTCFullYear());
  const record = newRecord(type, values, { id: newId(), reference, by, now });
  await insertRecord(tx.sql, type, { record, source: { bundle: key } });
  await insertStep(
    tx.sql,
    { type: type.name, id: record.id },
    {
      rev: 1,
      time: record.createdAt,
      actor: by,
      action: 'create',
      reason: null,
      changes: stepsOf(type, {}, record),
    },
  );
  tx.record(
    entry({
      action: `${type.name}.create`,
      kind: 'create',
      route: 'operator/bundle',
      resource: { type: type.name, id: record.id, rev: 1 },
      changes: trailOf(type, record.id, {}, record),
    }),
  );
  return record;
};

/** `@key` becomes the id of that record, `@me` the person in whose name the bundle is loaded. */
const withIds = (item: Values, { ids, by }: Pick<Adding, 'ids' | 'by'>): Values => {
  const idOf = (value: unknown): unknown => {
    if (value === '@me') return by;
    if (typeof value !== 'string' || !value.startsWith('@')) return value;
    const id = ids.get(value);
    if (!id) throw new Error(`the bundle links to ${value} before it is there`);
    return id;
  };
  return Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(idOf) : idOf(value),
    ]),
  );
};
