import { chmod, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectAdministrator } from '@bulwark/db/administrator';
import { certify, makeAuthority } from '@bulwark/tenancy/certificate';
import { startBroker } from '../../deploy/host/broker.ts';
import { canLogInto, openDesk } from '../../deploy/host/broker-desk.ts';
import { openChildren } from '../../deploy/host/children.ts';
import { startDatabase } from '../../deploy/host/database.ts';
import { claimsOf } from '../../deploy/host/installation.ts';
import { ensureMariadb } from '../../deploy/host/mariadb.ts';
import { isRoot, placeFile, placeFolder } from '../../deploy/host/privileged.ts';
import { claimRange, machineRanges, releaseRange } from '../../deploy/host/uid-ranges.ts';
import { ensureKafka } from '../../scripts/kafka/class-path.ts';

const quiet = (): void => undefined;
const host = 'localhost';

/** A database server and a broker that are reached by TCP and TLS alone, as in containers. */
export const openNetwork = async () => {
  const home = await mkdtemp(join(tmpdir(), 'net-'));
  await chmod(home, 0o755);
  const uids = isRoot() ? await claimRange(claimsOf(home)) : null;
  const id = uids?.start ?? null;
  const account = { uid: id, gid: id };
  const authority = await makeAuthority('servers', new Date());
  const { certificate, key } = await certify({ authority, hosts: [host], now: new Date() });
  for (const name of ['log', 'tls']) await mkdir(join(home, name));
  for (const name of ['database', 'kafka'])
    await placeFolder(join(home, name), { uid: null, gid: id, mode: 0o1775 });
  const own = { ...account, mode: 0o400 };
  const file = (name: string): string => join(home, 'tls', name);
  await placeFile(file('server.pem'), certificate, own);
  await placeFile(file('server.key'), key, own);
  await placeFile(file('both.pem'), `${key}\n${certificate}`, own);
  const ca = authority.certificate;
  const children = openChildren({
    record: join(home, 'processes.json'),
    logs: join(home, 'log'),
    say: quiet,
  });
  const [databasePort, client, controller] = await freePorts();
  const database = await startDatabase(
    children,
    {
      folder: join(home, 'database'),
      socketPath: join(home, 'database', 'm.sock'),
      account,
      network: { port: databasePort, certificate: file('server.pem'), key: file('server.key') },
    },
    await ensureMariadb(quiet),
  );
  const broker = await startBroker(children, {
    place: {
      folder: join(home, 'kafka'),
      account,
      ports: { client, controller },
      network: { host, bind: '127.0.0.1', keystore: file('both.pem'), ca },
    },
    programs: await ensureKafka(quiet),
    canLogIn: canLogInto,
  });
  const administrator = await operatorFrom(database.login, { host, port: databasePort, ca });
  const { broker: desk, close } = await openDesk(broker.login, broker.tools);
  return {
    ca,
    administrator,
    broker: desk,
    brokerLogin: broker.login,
    /** From now on the database shows a certificate for this name. */
    answerAs: async (name: string): Promise<void> => {
      const shown = await certify({ authority, hosts: [name], now: new Date(), key });
      await placeFile(file('server.pem'), shown.certificate, own);
      const root = await connectAdministrator(database.login);
      await root.query('FLUSH SSL');
      await root.close();
    },
    close: async (): Promise<void> => {
      await close();
      await broker.stop();
      await database.stop();
      await rm(home, { recursive: true });
      if (uids) await releaseRange(machineRanges, uids);
    },
  };
};
export type Network = Awaited<ReturnType<typeof openNetwork>>;

type Server = { readonly host: string; readonly port: number; readonly ca: string };

/** The administrator of a database that is elsewhere. */
const operatorFrom = async (
  root: Parameters<typeof connectAdministrator>[0],
  server: Server,
): Promise<{ server: Server; user: string; password: string }> => {
  const local = await connectAdministrator(root);
  const password = 'operator-of-the-network-test';
  await local.query(`CREATE USER 'operator'@'%' IDENTIFIED BY '${password}' REQUIRE SSL`);
  await local.query("GRANT ALL ON *.* TO 'operator'@'%' WITH GRANT OPTION");
  await local.close();
  return { server, user: 'operator', password };
};

const freePorts = async (): Promise<[number, number, number]> => {
  const servers = [createServer(), createServer(), createServer()];
  const ports = await Promise.all(
    servers.map(
      (server) =>
        new Promise<number>((done) =>
          server.listen(0, '127.0.0.1', () => done(Number(Object(server.address()).port))),
        ),
    ),
  );
  for (const server of servers) server.close();
  return [ports[0] ?? 0, ports[1] ?? 0, ports[2] ?? 0];
};
