import type { CreateFirstPerson, IsFirstLoginPending, Migrate } from '@bulwark/tenancy';

/** What operator tasks on a host need from the other packages and from identity. */
export type Wiring = {
  readonly migrate: Migrate;
  readonly createFirstPerson: CreateFirstPerson;
  readonly isFirstLoginPending: IsFirstLoginPending;
};

/** Loaded when first needed: a start without news needs neither migrations nor identity's code. */
export const wiring: Wiring = {
  migrate: async (task) => await (await part<Migrate>('@bulwark/db', 'migrate'))(task),
  createFirstPerson: async (task) =>
    await (await part<CreateFirstPerson>('@bulwark/identity/operator', 'createFirstPerson'))(task),
  isFirstLoginPending: async (question) =>
    await (await part<IsFirstLoginPending>('@bulwark/identity/operator', 'isFirstLoginPending'))(
      question,
    ),
};

const part = async <T>(name: string, export_: string): Promise<T> => {
  const module = await import(name);
  if (typeof module[export_] !== 'function') throw new Error(`${name} exports no ${export_}`);
  return module[export_];
};
