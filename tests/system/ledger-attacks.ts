import { generateKeyPairSync } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Schema, schemaName, services } from '@bulwark/tenancy';
import type { Tenant, World } from '../world/world.ts';

/** A tenant's ledger as the database's root reaches it. */
export const ledgerOf = ({ query }: World, { entry, cell }: Tenant) => {
  const name = `\`${schemaName(entry.id, 'ledger')}\``;
  return {
    name,
    of: (schema: Schema) => `\`${schemaName(entry.id, schema)}\``,
    folder: cell.folder,
    /** `@` stands for the schema. */
    run: (sql: string, values: readonly unknown[] = []) =>
      query(sql.replaceAll('@', `${name}.`), values as readonly string[]),
  };
};
type Ledger = ReturnType<typeof ledgerOf>;

type Attack = {
  readonly name: string;
  readonly attack: (ledger: Ledger) => Promise<unknown>;
  /** The alarm that it raises, and what that says; null for none. */
  readonly kind: string | null;
  readonly reason?: RegExp;
};

const changed = 'the ledger was changed';
const refused = 'the witness refuses the ledger';

const edit = ({ run }: Ledger) =>
  run(
    'UPDATE @bundle SET entries = INSERT(entries, 30, 1, CHAR(ORD(SUBSTR(entries, 30, 1)) ^ 1)) WHERE first_leaf = 0',
  );

/** Puts the first bundle there twice, and moves all others along. */
const insert = async ({ run }: Ledger): Promise<void> => {
  const [first] = await run('SELECT leaves, entries FROM @bundle ORDER BY first_leaf LIMIT 1');
  const leaves = Number(first?.leaves);
  await run(`UPDATE @bundle SET first_leaf = first_leaf + ${leaves} ORDER BY first_leaf DESC`);
  await run(`INSERT INTO @bundle VALUES (0, ${leaves}, '{}', ?, NOW(3))`, [first?.entries]);
};

const reorder = async ({ run }: Ledger): Promise<void> => {
  const [one, two] = await run(
    'SELECT first_leaf AS n, entries FROM @bundle WHERE leaves = 1 ORDER BY first_leaf LIMIT 2',
  );
  for (const [at, entries] of [
    [one?.n, two?.entries],
    [two?.n, one?.entries],
  ])
    await run('UPDATE @bundle SET entries = ? WHERE first_leaf = ?', [entries, Number(at)]);
};

/** Rewrites one entry and has the service sign all of history anew. */
const fork = async (ledger: Ledger): Promise<void> => {
  await edit(ledger);
  for (const table of ['checkpoint', 'cosignature', 'tile'])
    await ledger.run(`DELETE FROM @${table}`);
};

/** Without these the services would hand over again what the ledger lacks, and it would be whole as before. */
const emptyOutboxes = async ({ run, of }: Ledger): Promise<void> => {
  for (const service of services) await run(`DELETE FROM ${of(service)}.outbox`);
  await run(`DELETE FROM ${of('bus')}.run`);
};

const cutTail = async (ledger: Ledger): Promise<void> => {
  await emptyOutboxes(ledger);
  await ledger.run('DELETE FROM @bundle ORDER BY first_leaf DESC LIMIT 1');
};

/** Takes the last bundles out with all that was signed of them, as an old copy of the whole database would. */
const oldBackup = async (ledger: Ledger): Promise<void> => {
  const { run } = ledger;
  await emptyOutboxes(ledger);
  const [bundle] = await run(
    'SELECT first_leaf AS n FROM @bundle ORDER BY first_leaf DESC LIMIT 1 OFFSET 2',
  );
  const size = Number(bundle?.n);
  for (const table of ['checkpoint', 'cosignature'])
    await run(`DELETE FROM @${table} WHERE size > ${size}`);
  await run(`DELETE FROM @bundle WHERE first_leaf >= ${size}`);
};

const swapKey = async ({ folder }: Ledger): Promise<void> => {
  const file = join(folder, 'secrets/audit/log.key');
  const { privateKey } = generateKeyPairSync('ed25519');
  await chmod(file, 0o600);
  await writeFile(file, privateKey.export({ type: 'pkcs8', format: 'pem' }));
  await chmod(file, 0o400);
};

/** What somebody does who is root in the database. The first one does nothing: the others must differ from it. */
export const attacks: readonly Attack[] = [
  { name: 'nothing', attack: async () => undefined, kind: null },
  { name: 'edit', attack: edit, kind: changed, reason: /^the first \d+ leaves are not those/ },
  {
    name: 'delete',
    attack: ({ run }) =>
      run('DELETE FROM @bundle WHERE first_leaf > 0 ORDER BY first_leaf LIMIT 1'),
    kind: changed,
    reason: /^the ledger is not whole after leaf \d+/,
  },
  { name: 'insert', attack: insert, kind: changed, reason: /^the (first|ledger)/ },
  {
    name: 'reorder',
    attack: reorder,
    kind: changed,
    reason: /^the first \d+ leaves are not those/,
  },
  {
    name: 'cut-tail',
    attack: cutTail,
    kind: changed,
    reason: /^(smaller|the ledger is not whole|the first)/,
  },
  { name: 'fork', attack: fork, kind: refused },
  { name: 'old-backup', attack: oldBackup, kind: refused },
  { name: 'swap-key', attack: swapKey, kind: refused },
];
