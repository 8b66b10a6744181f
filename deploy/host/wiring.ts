import type { CreateFirstPerson, IsFirstLoginPending, Migrate } from '@bulwark/tenancy';

/** What operator tasks on a host need from the other packages and from identity. */
export type Wiring = {
  readonly migrate: Migrate;
  readonly createFirstPerson: CreateFirstPerson;
  readonly isFirstLoginPending: IsFirstLoginPending;
};

const database = () => import('@bulwark/db');
const identity = () => import('@bulwark/identity/operator');

/** Loaded when first needed: a start without news needs neither migrations nor identity's code. */
export const wiring: Wiring = {
  migrate: async (task) => await (await database()).migrate(task),
  createFirstPerson: async (task) => await (await identity()).createFirstPerson(task),
  isFirstLoginPending: async (question) => await (await identity()).isFirstLoginPending(question),
};
