import { type Restored, restore, schemaName, schemas } from '@bulwark/tenancy';
import { expect } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import type { Tenant, World } from '../world/world.ts';

/** A process of its own is started for it, on a machine that is busy with other tests. */
const BACKUP_MS = 30_000;

/** Asks for a backup as a user does, and waits until it was verified. */
export const backUp = async (browser: Browser) => {
  const asked = await browser.post('/api/backup/backups', {});
  expect(asked.body).toEqual({ id: expect.any(String), state: 'running' });
  return await eventually(async () => {
    const { body } = await browser.get('/api/backup/backups');
    const found = body.items.find(({ id }: { id: string }) => id === asked.body.id);
    expect(found).toMatchObject({ state: 'verified', error: null });
    return found;
  }, BACKUP_MS);
};

/** Puts a tenant back, its cell stopped as the driver does it, and starts it again. */
export const putBack = async (
  world: World,
  tenant: Tenant,
  backup: string | null,
  step?: (name: string) => void,
): Promise<Restored> => {
  const whenStopped = () => tenant.stop();
  const parts = { ...world.parts, now: tenant.now, whenStopped, ...(step ? { step } : {}) };
  const order = { slug: tenant.entry.slug, backup, operator: 'olivia', reason: 'A wrong import' };
  const restored = await restore(parts, world.installation, order);
  await tenant.restart();
  return restored;
};

/** Somebody reads at a tenant, again and again, until it is ended. */
export const loadOn = async (tenant: Tenant) => {
  const browser = tenant.browser();
  await browser.signInFirst(tenant.admin.email, tenant.admin.oneTimePassword);
  const read = async () => (await browser.get('/api/records/risks')).status;
  await read();
  const seen: number[] = [];
  let ended = false;
  const reading = (async () => {
    while (!ended) seen.push(await read());
  })();
  return {
    end: async () => {
      ended = true;
      await reading;
      return {
        refused: seen.filter((status) => status !== 200).length,
        answered: seen.length > 20,
      };
    },
  };
};

/** Waits until the tenant's ledger rests: its last leaf is in a checkpoint that was cosigned. */
const atRest = (world: World, id: string): Promise<void> =>
  eventually(async () => {
    const ledger = `\`${schemaName(id, 'ledger')}\``;
    const [row] = await world.query(
      `SELECT (SELECT MAX(first_leaf + leaves) FROM ${ledger}.bundle) AS leaves, (SELECT MAX(size) FROM ${ledger}.cosignature) AS size`,
    );
    expect(row?.size).toBe(row?.leaves);
  });

/** The database's own checksums of all tables of a tenant, but for when its sessions were last seen. */
export const checksumsOf = async (world: World, { entry }: Tenant) => {
  await atRest(world, entry.id);
  const sums: Record<string, unknown> = {};
  for (const schema of schemas) {
    const name = schemaName(entry.id, schema);
    const tables = await world.query(
      'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = ?',
      [name],
    );
    for (const { name: table } of tables) {
      if (table === 'session') continue;
      const [row] = await world.query(`CHECKSUM TABLE \`${name}\`.\`${table}\``);
      sums[`${schema}.${table}`] = row?.Checksum;
    }
  }
  return sums;
};

/** The schemas that a manifest names. */
export const schemasOf = (text: string): string[] =>
  JSON.parse(JSON.parse(text).manifest).schemas.map(({ schema }: { schema: string }) => schema);
