import { readdirSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';

const PATIENCE_MS = 3000;

/** Whether a service answers at its `peer` socket that it is ready. */
const isReady = (socketPath: string): Promise<boolean> =>
  new Promise((done) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    request({ socketPath, path: '/readyz', agent: false, signal }, (answer) => {
      answer.resume();
      done(answer.statusCode === 200);
    })
      .once('error', () => done(false))
      .end();
  });

/** Whether something listens on a port of this container. */
const listens = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => {
      socket.destroy();
      done(true);
    });
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer')));
    socket.once('error', () => done(false));
  });

const peersIn = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => (name.endsWith('.peer') ? [join(folder, name)] : []));

/** `healthy.mjs <folder of sockets> <how many> | <port>`: ends with 0 when all of it answers. */
const [where = '', count = '1'] = process.argv.slice(2);
const isPort = /^\d+$/.test(where);
const peers = isPort ? [] : peersIn(where);
const answers = isPort
  ? [await listens(Number(where))]
  : await Promise.all([peers.length >= Number(count), ...peers.map(isReady)]);
process.exitCode = answers.every(Boolean) ? 0 : 1;
