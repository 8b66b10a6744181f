import { connect } from '@bulwark/db';
import { asOperator, createVault, newId } from '@bulwark/runtime';
import { createBatchRunner } from '../../services/records/src/imports/run-batches.ts';
import { changeByReference, createRecord } from '../../services/records/src/registers/store.ts';
import { recordTypes as types } from '../../services/records/src/types/index.ts';
import type { Tenant } from '../world/world.ts';

/** The work of the importer as another process of the same service does it, with connections of its own. */
export const secondRunner = async ({ cell, now }: Tenant) => {
  const { id, database, build } = cell.spec;
  const own = connect({
    ...('socket' in database ? { socketPath: database.socket } : database),
    user: `${id}_records`,
    password: cell.secret('records', 'database.password').reveal(),
    database: `${id}_records`,
  });
  const kek = Buffer.from(cell.secret('records', 'kek').reveal(), 'base64');
  const run = (): Promise<undefined> =>
    asOperator({ folder: cell.folder, service: 'records' }, ({ inTransaction }) =>
      createBatchRunner({
        sql: own.sql,
        inTransaction,
        types,
        vault: createVault({ kek, purpose: 'import', newId, now }),
        frame: { tenant: id, service: 'records', build, newId },
        now,
        write: {
          create: (tx, type, writing) =>
            createRecord(tx, type, { ...writing, newId: () => writing.id, types }),
          change: (tx, type, writing) => changeByReference(tx, type, { ...writing, newId, types }),
        },
      })(new AbortController().signal),
    );
  return { run, close: own.close };
};
