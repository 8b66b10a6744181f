import { join } from 'node:path';
import { type Database, sqlTime } from '@bulwark/db';
import type { Running, Turn } from '@bulwark/runtime';
import { schemaName } from '@bulwark/tenancy';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { type Copying, copying, killAtWork, startCopy } from '../world/copies.ts';
import { eventually } from '../world/eventually.ts';
import { openWorld, type Tenant, type World } from '../world/world.ts';
import { serviceWith } from './job-service.ts';

const HOUR_MS = 3_600_000;
const idle = async (): Promise<undefined> => undefined;

let world: World;
let acme: Tenant;
let around: Copying;
let alarms: { readonly [fact: string]: unknown }[];
const running: Running[] = [];

beforeAll(async () => {
  world = await openWorld();
  acme = await world.addTenant('acme');
});
beforeEach(() => {
  alarms = [];
  around = { ...copying(world, acme), alarms };
});
afterEach(async () => {
  for (const copy of running.splice(0)) await copy.stop();
  await world.query(`DELETE FROM ${table()} WHERE name LIKE 'test %'`);
});
afterAll(() => world.close());

const table = (): string => `\`${schemaName(acme.entry.id, 'media')}\`.job`;

const rowOf = async (name: string) => {
  const [row] = await world.query(`SELECT * FROM ${table()} WHERE name = ?`, [name]);
  return row;
};

/** Leaves the job as a service left it that was down since then. */
const leftOver = async (hours: number): Promise<Date> => {
  const due = new Date(Math.floor(acme.now().getTime() / 1000) * 1000 - hours * HOUR_MS);
  await world.query(
    `INSERT INTO ${table()} (name, schedule, due) VALUES ('test job', '0 3 * * *', ?)`,
    [sqlTime(due)],
  );
  return due;
};

const start = async (works: Partial<Parameters<typeof serviceWith>[0]>): Promise<() => void> => {
  const nudges: (() => void)[] = [];
  const service = serviceWith({ job: idle, work: idle, ...works }, nudges);
  running.push(await startCopy(service, around));
  return () => nudges[0]?.();
};

const nextThree = (): string => {
  const day = new Date(acme.now().toISOString().slice(0, 10));
  const today = day.getTime() + 3 * HOUR_MS;
  return new Date(today > acme.now().getTime() ? today : today + 24 * HOUR_MS).toISOString();
};

test('a new job waits for its time', async () => {
  const seen: Turn[] = [];
  await start({ job: async (turn) => void seen.push(turn) });
  expect(await rowOf('test job')).toMatchObject({
    due: new Date(nextThree()),
    owner: null,
    succeeded: null,
  });
  expect(seen).toEqual([]);
});

test('what two replicas missed for three days is done once, with an alarm that it was late', async () => {
  const due = await leftOver(72);
  const seen: Date[] = [];
  const job = async (turn: Turn): Promise<void> => void seen.push(turn.due);
  await start({ job });
  await start({ job });
  await eventually(async () =>
    expect(await rowOf('test job')).toMatchObject({
      due: new Date(nextThree()),
      owner: null,
      attempt: 0,
    }),
  );
  expect(seen).toEqual([due]);
  expect(alarms).toMatchObject([{ kind: 'job late', job: 'test job', minutes: 72 * 60 }]);
});

test('a job that failed waits before it is tried again, by whichever replica', async () => {
  const due = await leftOver(0);
  const tries: string[] = [];
  const job = async (): Promise<never> => {
    tries.push('tried');
    throw new Error('no luck');
  };
  await start({ job });
  await eventually(async () => expect(alarms).toHaveLength(1));
  await start({ job });
  const row = await eventually(async () => {
    const found = await rowOf('test job');
    expect(found).toMatchObject({ owner: null, attempt: 1, due });
    return found;
  });
  const heldMs = new Date(String(row?.leased_until)).getTime() - Date.now();
  expect(heldMs).toBeGreaterThan(30_000);
  expect(tries).toEqual(['tried']);
  expect(alarms).toMatchObject([{ kind: 'job failed', job: 'test job', attempt: 1 }]);
});

test('a run ends with its effect or not at all', async () => {
  await leftOver(0);
  const failed: unknown[] = [];
  await start({
    job: async ({ finish }, { database }) => {
      await failAfter(database, finish).catch((error) => failed.push(error.message));
      expect(await rowOf('test job')).toMatchObject({ attempt: 1, succeeded: null });
      await database.sql.transaction((sql) => finish(sql));
      await database.sql.transaction((sql) => finish(sql)).catch((e) => failed.push(e.message));
    },
  });
  await eventually(async () =>
    expect((await rowOf('test job'))?.due).toEqual(new Date(nextThree())),
  );
  expect(failed).toEqual(['undone', "the run of test job is another process's now"]);
});

const failAfter = ({ sql }: Database, finish: Turn['finish']) =>
  sql.transaction(async (trx) => {
    await finish(trx);
    throw new Error('undone');
  });

test('a killed holder’s job and work are taken over once its leases end', async () => {
  const due = await leftOver(0);
  await killAtWork(join(import.meta.dirname, 'job-at-work.ts'), around);
  const [before, work] = [await rowOf('test job'), await rowOf('test work')];
  expect(before).toMatchObject({ owner: expect.any(String), due });
  expect(work?.owner).toBe(before?.owner);
  const taken: string[] = [];
  await start({
    job: async (turn) => void taken.push(`job ${turn.due.toISOString()}`),
    work: async () => {
      taken.push('work');
      return undefined;
    },
  });
  expect(taken).toEqual([]);
  await eventually(async () =>
    expect(taken.toSorted()).toEqual([`job ${due.toISOString()}`, 'work']),
  );
  await eventually(async () => expect((await rowOf('test job'))?.owner).toBeNull());
}, 60_000);

test('two replicas never do a nudged work at once, and none of the nudges is lost', async () => {
  let inside = 0;
  let most = 0;
  let wanted = 0;
  let done = 0;
  const work = async (): Promise<undefined> => {
    inside += 1;
    most = Math.max(most, inside);
    const seen = wanted;
    await world.query('SELECT SLEEP(0.02)');
    done = seen;
    inside -= 1;
  };
  const nudges = [await start({ work }), await start({ work })];
  for (let n = 0; n < 10; n += 1) {
    wanted += 1;
    nudges[n % 2]?.();
    await world.query('SELECT SLEEP(0.01)');
  }
  await eventually(async () => expect(done).toBe(10));
  expect(most).toBe(1);
}, 60_000);

test('a work whose lease was lost is told to stop', async () => {
  const told = new Promise<string>((done) => {
    void start({
      work: (signal) =>
        new Promise((end) =>
          signal.addEventListener('abort', () => {
            done(String(signal.reason.message));
            end(undefined);
          }),
        ),
    });
  });
  await eventually(async () =>
    expect(await rowOf('test work')).toMatchObject({ owner: expect.any(String) }),
  );
  await world.query(
    `UPDATE ${table()} SET owner = 'another', leased_until = '2999-01-01' WHERE name = 'test work'`,
  );
  expect(await told).toBe('lost the lease test work');
  expect(await rowOf('test work')).toMatchObject({ owner: 'another' });
});

test('a work that wants to be done again later is', async () => {
  const seen: number[] = [];
  await start({
    work: async () => {
      seen.push(Date.now());
      return seen.length === 1 ? 300 : undefined;
    },
  });
  await eventually(async () => expect(seen).toHaveLength(2));
  expect((seen[1] ?? 0) - (seen[0] ?? 0)).toBeGreaterThanOrEqual(290);
});
