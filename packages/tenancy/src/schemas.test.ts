import { type Administrator, connectAdministrator } from '@bulwark/db/administrator';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { readSecret } from './keys.ts';
import { provision } from './provision.ts';
import { schemaName } from './schemas.ts';
import { build, login, openTestInstallation, type TestInstallation } from './test-installation.ts';

let test_: TestInstallation;
let [acme, globex] = ['', ''];
let twin = '';

beforeAll(async () => {
  test_ = await openTestInstallation();
  const make = async (slug: string) => {
    const order = { slug, name: slug, adminName: 'A', adminEmail: `a@${slug}.example`, build };
    return (await provision(test_.parts, test_.installation, order)).id;
  };
  acme = await make('acme');
  globex = await make('globex');
  // Another schema whose name the unescaped pattern would match.
  twin = schemaName(acme, 'identity').replace('_', 'x');
  await test_.admin.query(`CREATE DATABASE \`${twin}\``);
  await test_.admin.query(`CREATE TABLE \`${twin}\`.entry (n INT PRIMARY KEY, v INT)`);
});
afterAll(async () => {
  await test_.admin.query(`DROP DATABASE \`${twin}\``);
  await test_.remove();
});

const as = async (
  part: 'identity' | 'ledger' | 'bus',
  task: (query: Administrator['query']) => Promise<void>,
): Promise<void> => {
  const [folder, secret] = {
    identity: ['identity', 'database.password'] as const,
    ledger: ['audit', 'ledger.password'] as const,
    bus: ['cell', 'bus.password'] as const,
  }[part];
  const password = await readSecret(test_.installation, acme, folder, secret);
  const user = schemaName(acme, part);
  const connection = await connectAdministrator({ ...login(), user, password });
  try {
    await task(connection.query);
  } finally {
    await connection.close();
  }
};

test('a service’s login reads and writes its own schema and no other', async () => {
  await as('identity', async (query) => {
    const table = (schema: string) => `\`${schema}\`.entry`;
    const own = table(schemaName(acme, 'identity'));
    await query(`INSERT INTO ${own} VALUES (1, 1)`);
    expect(await query(`SELECT n FROM ${own}`)).toEqual([{ n: 1 }]);
    const others = [schemaName(globex, 'identity'), schemaName(acme, 'ledger'), twin];
    for (const other of others)
      await expect(query(`SELECT n FROM ${table(other)}`)).rejects.toThrow('denied');
  });
});

test('a pattern without the escape would have let it into the neighbour', async () => {
  const user = `${acme}_probe`;
  await test_.admin.query(`CREATE USER '${user}'@'localhost' IDENTIFIED BY 'probe'`);
  await test_.admin.query(
    `GRANT SELECT ON \`${schemaName(acme, 'identity')}\`.* TO '${user}'@'localhost'`,
  );
  const probe = await connectAdministrator({ ...login(), user, password: 'probe' });
  expect(await probe.query(`SELECT n FROM \`${twin}\`.entry`)).toEqual([]);
  await probe.close();
  await test_.admin.query(`DROP USER '${user}'@'localhost'`);
});

test('the ledger’s login adds and reads, and changes nothing', async () => {
  const table = `\`${schemaName(acme, 'ledger')}\`.entry`;
  await as('ledger', async (query) => {
    await query(`INSERT INTO ${table} VALUES (1, 1)`);
    const refused = [
      `UPDATE ${table} SET v = 2`,
      `DELETE FROM ${table}`,
      `TRUNCATE TABLE ${table}`,
      `REPLACE INTO ${table} VALUES (1, 2)`,
      `INSERT INTO ${table} VALUES (1, 2) ON DUPLICATE KEY UPDATE v = 2`,
      `DROP TABLE ${table}`,
      `ALTER TABLE ${table} ADD w INT`,
      `RENAME TABLE ${table} TO ${table}2`,
    ];
    for (const statement of refused) await expect(query(statement)).rejects.toThrow('denied');
    expect(await query(`SELECT n, v FROM ${table}`)).toEqual([{ n: 1, v: 1 }]);
  });
});

test('the bus’s login adds, reads and clears, but changes nothing', async () => {
  const table = `\`${schemaName(acme, 'bus')}\`.entry`;
  await as('bus', async (query) => {
    await query(`INSERT INTO ${table} VALUES (1, 1)`);
    await expect(query(`UPDATE ${table} SET v = 2`)).rejects.toThrow('denied');
    await query(`DELETE FROM ${table}`);
  });
});

test('no login may make schemas, read files, or see other logins', async () => {
  await as('identity', async (query) => {
    await expect(query('CREATE DATABASE planted')).rejects.toThrow('denied');
    await expect(query("SELECT LOAD_FILE('/etc/passwd') AS text")).resolves.toEqual([
      { text: null },
    ]);
    await expect(query('SELECT User FROM mysql.global_priv')).rejects.toThrow('denied');
  });
});

test('the server has no anonymous login and no test schema', async () => {
  expect(await test_.admin.query("SELECT User FROM mysql.global_priv WHERE User = ''")).toEqual([]);
  expect(await test_.admin.query("SHOW DATABASES LIKE 'test'")).toEqual([]);
  await expect(connectAdministrator({ ...login(), password: '' })).rejects.toThrow('denied');
});
