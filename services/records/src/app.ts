import { keepPeople, wantPeople } from '@bulwark/events';
import type { App, Ports, Service } from '@bulwark/runtime';
import { peopleRoute } from './people/routes.ts';
import { registerRoutes } from './registers/routes.ts';
import { typesRoute } from './registers/types-routes.ts';
import { riskRoutes } from './risks/routes.ts';
import { recordTypes } from './types/index.ts';
import { defaultMethod } from './types/risk-method.ts';

const createApp = ({ database: { sql }, inTransaction, newId }: Ports): App => ({
  routes: [
    typesRoute(recordTypes),
    peopleRoute({ sql }),
    ...riskRoutes(recordTypes, { sql, method: defaultMethod }),
    ...recordTypes.flatMap((type) => registerRoutes(type, { sql, newId })),
  ],
  consumers: [keepPeople],
  started: () => wantPeople('records', { sql, inTransaction }),
});

export const records: Service = { name: 'records', createApp };
