import { keepPeople, wantPeople } from '@bulwark/events';
import type { App, Ports, Service } from '@bulwark/runtime';
import { commentRoutes } from './comments/routes.ts';
import { exportRoute } from './exports/routes.ts';
import { listNames } from './imports/repository.ts';
import { importRoutes } from './imports/routes.ts';
import { peopleRoute } from './people/routes.ts';
import { demandActor } from './registers/demands.ts';
import { linkRoute } from './registers/links-routes.ts';
import { everyRecord, findRecord } from './registers/repository.ts';
import { registerRoutes } from './registers/routes.ts';
import { changeByReference, createRecord } from './registers/store.ts';
import { transitionRoutes } from './registers/transition-routes.ts';
import { typesRoute } from './registers/types-routes.ts';
import { riskRoutes } from './risks/routes.ts';
import { recordTypes as types } from './types/index.ts';
import { defaultMethod as method } from './types/risk-method.ts';

const createApp = ({ database: { sql }, inTransaction, newId }: Ports): App => {
  const imports = {
    sql,
    types,
    method,
    create: (tx, type, writing) => createRecord(tx, type, { ...writing, newId, types }),
    change: (tx, type, writing) => changeByReference(tx, type, { ...writing, newId, types }),
  } satisfies Parameters<typeof importRoutes>[1];
  const exports = {
    sql,
    types,
    listNames,
    everyRecord: (type) => everyRecord(sql, type),
  } satisfies Parameters<typeof exportRoute>[1];
  return {
    routes: [
      typesRoute(types),
      peopleRoute({ sql }),
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
    started: () => wantPeople('records', { sql, inTransaction }),
  };
};

export const records: Service = { name: 'records', createApp };
