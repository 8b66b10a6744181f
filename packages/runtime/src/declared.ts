import { generateKeyPairSync } from 'node:crypto';
import { connect } from '@bulwark/db';
import type { Route } from '@bulwark/http';
import { v7 } from 'uuid';
import type { App, Ports, Service } from './app.ts';
import { Secret } from './secrets.ts';

/**
 * A service's app as it declares itself, wired to nothing: for documents and checks that need its routes and no
 * database. Running any handler of it fails.
 */
export const declaredApp = async ({ createApp }: Service): Promise<App> => createApp(nowhere());

export const declaredRoutes = async (service: Service): Promise<readonly Route[]> =>
  (await declaredApp(service)).routes;

const nowhere = (): Ports => {
  const token = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const seal = generateKeyPairSync('x25519');
  const none = { kid: 'none', key: token.publicKey };
  const database = () =>
    connect({ socketPath: '/nonexistent', user: '', password: '', database: '' });
  const unwired = async (): Promise<never> => {
    throw new Error('a declared app runs nothing');
  };
  return {
    cell: SPEC,
    folder: '/nonexistent',
    keys: { identity: { lane: none, seal: none, token: none } },
    secret: (name) =>
      new Secret(
        name === 'token.key'
          ? token.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString()
          : Buffer.alloc(32).toString('base64'),
      ),
    database: database(),
    connectTo: database,
    inTransaction: unwired,
    sealKey: seal.privateKey,
    now: () => new Date(0),
    newId: v7,
    openApi: unwired,
    resources: '/nonexistent',
    log: () => {},
    alarm: () => {},
    keepTrying: () => () => {},
    alone: () => () => {},
  };
};

const SPEC: Ports['cell'] = {
  id: 'taaaaaaaaa',
  slug: 'none',
  name: 'None',
  apex: 'none',
  origin: 'https://none',
  mode: 'development',
  build: 'none',
  epoch: 1,
  services: ['none'],
  doors: { kind: 'sockets', folder: '/nonexistent' },
  database: { socket: '/nonexistent' },
  objects: { driver: 'file', folder: '/nonexistent' },
  mail: { driver: 'file' },
  transport: 'log',
};
