import type {
  CreateFirstPerson,
  IsFirstLoginPending,
  Migrate,
  RestoreParts,
} from '@bulwark/tenancy';

/** What operator tasks on a host need from the other packages and from identity. */
export type Wiring = {
  readonly migrate: Migrate;
  readonly createFirstPerson: CreateFirstPerson;
  readonly isFirstLoginPending: IsFirstLoginPending;
  readonly createPeople: (task: {
    readonly cell: string;
    readonly people: readonly {
      readonly name: string;
      readonly email: string;
      readonly profiles: readonly string[];
    }[];
  }) => Promise<readonly { readonly email: string; readonly oneTimePassword: string }[]>;
  readonly firstPersonId: (task: { readonly cell: string }) => Promise<string>;
  readonly loadBundle: (task: {
    readonly cell: string;
    readonly bundle: Readonly<Record<string, readonly ({ key: string } & object)[]>>;
    readonly by: string;
  }) => Promise<number>;
} & Pick<
  RestoreParts,
  | 'openBackup'
  | 'drainIntoLedger'
  | 'recordAct'
  | 'resetLanes'
  | 'powerTakenSince'
  | 'afterRestore'
  | 'holdMails'
>;

const database = () => import('@bulwark/db');
const audit = () => import('@bulwark/audit/operator');
const backup = () => import('@bulwark/backup/operator');
const notification = () => import('@bulwark/notification/restored');
const events = () => import('@bulwark/events');
const restored = () => import('@bulwark/identity/restored');
const records = () => import('@bulwark/records/operator');
const identity = () => import('@bulwark/identity/operator');

/** Loaded when first needed: a start without news needs neither migrations nor identity's code. */
export const wiring: Wiring = {
  migrate: async (task) => await (await database()).migrate(task),
  createFirstPerson: async (task) => await (await identity()).createFirstPerson(task),
  isFirstLoginPending: async (question) => await (await identity()).isFirstLoginPending(question),
  openBackup: async (wish) => await (await backup()).openBackup(wish),
  drainIntoLedger: async (desk) => await (await audit()).drainIntoLedger(desk),
  recordAct: async (desk, act) => await (await audit()).recordAct(desk, act),
  resetLanes: async (login, epoch) => {
    const { connect } = await database();
    const { sql, close } = connect(login, { most: 1 });
    await (await events()).resetLanes(sql, epoch).finally(close);
  },
  powerTakenSince: async (desk, since) => await (await audit()).powerTakenSince(desk, since),
  holdMails: async (login) => await (await notification()).holdMails(login),
  afterRestore: async (task) => await (await restored()).afterRestore(task),
  createPeople: async (task) => await (await identity()).createPeople(task),
  firstPersonId: async (task) => await (await identity()).firstPersonId(task),
  loadBundle: async (task) => await (await records()).loadBundle(task as never),
};
