import { join } from 'node:path';
import { keepPeople, wantPeople } from '@bulwark/events';
import { type App, createVault, type Ports, type Service } from '@bulwark/runtime';
import { readFrameworks } from './catalogue/catalogue.ts';
import { frameworkRoutes } from './catalogue/routes.ts';
import { commentRoutes } from './comments/routes.ts';
import { exportRoute } from './exports/routes.ts';
import { listNames } from './imports/names-repository.ts';
import { importRoutes } from './imports/routes.ts';
import { createBatchRunner } from './imports/run-batches.ts';
import { peopleRoute } from './people/routes.ts';
import { demandActor } from './registers/demands.ts';
import { linkRoute } from './registers/links-routes.ts';
import { selectionParts } from './registers/query.ts';
import { findByReferences, findRecord } from './registers/repository.ts';
import { registerRoutes } from './registers/routes.ts';
import { changeByReference, createRecord } from './registers/store.ts';
import { transitionRoutes } from './registers/transition-routes.ts';
import { typesRoute } from './registers/types-routes.ts';
import { listIds, listLonger, readRecords } from './registers/whole-repository.ts';
import { riskRoutes } from './risks/routes.ts';
import { recordTypes as types } from './types/index.ts';
import { defaultMethod as method } from './types/risk-method.ts';

const createApp = (ports: Ports): App => {
  const { cell, secret, database, inTransaction, alone, now, newId, resources } = ports;
  const { sql } = database;
  const kek = Buffer.from(secret('kek').reveal(), 'base64');
  const vault = createVault({ kek, purpose: 'import', newId, now });
  const write = {
    create: (tx, type, { id, ...writing }) =>
      createRecord(tx, type, { ...writing, newId: () => id, types }),
    change: (tx, type, writing) => changeByReference(tx, type, { ...writing, newId, types }),
  } satisfies Parameters<typeof importRoutes>[1]['write'];
  const frame = { tenant: cell.id, service: 'records', build: cell.build, newId };
  const goOnImporting = alone(
    'imports',
    createBatchRunner({ sql, inTransaction, types, vault, frame, now, write }),
  );
  const imports = {
    sql,
    types,
    method,
    newId,
    vault,
    write,
    findByReferences,
    nudge: goOnImporting,
    // A chunk of its own: a cell that reads no workbook never loads the libraries.
    readSheet: async (...asked) => (await import('./sheets/read.ts')).readSheet(...asked),
  } satisfies Parameters<typeof importRoutes>[1];
  const exports = {
    sql,
    types,
    listNames,
    company: cell.name,
    selectionParts,
    listIds,
    listLonger,
    readRecords: (type, ids) => readRecords(sql, type, ids),
    writeSheet: async (...asked) => (await import('./sheets/write.ts')).writeSheet(...asked),
  } satisfies Parameters<typeof exportRoute>[1];
  return {
    routes: [
      typesRoute(types),
      peopleRoute({ sql }),
      ...frameworkRoutes(onceRead(() => readFrameworks(join(resources, 'catalogues')))),
      ...riskRoutes(types, { sql, method }),
      ...types.flatMap((type) => [
        exportRoute(type, exports),
        ...importRoutes(type, imports),
        ...registerRoutes(type, { sql, types, newId }),
        linkRoute(type, { sql, types }),
        ...commentRoutes(type, { sql, newId, findRecord, demandActor }),
        ...transitionRoutes(type, { types, newId }),
      ]),
    ],
    consumers: [keepPeople],
    started: async () => {
      await wantPeople('records', { sql, inTransaction });
      goOnImporting();
    },
  };
};

/** Reads when somebody first asks, and keeps it. */
const onceRead = <T>(read: () => T): (() => T) => {
  let kept: { readonly value: T } | null = null;
  return () => {
    kept ??= { value: read() };
    return kept.value;
  };
};

export const records: Service = { name: 'records', createApp };
