import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { connect } from 'node:tls';

const patienceMs = 2000;

/** Whether a service answers 200 to GET /readyz on its peer socket. */
export const isServiceReady = (socketPath: string): Promise<boolean> =>
  new Promise((resolve) => {
    const signal = AbortSignal.timeout(patienceMs);
    const asked = request({ socketPath, path: '/readyz', agent: false, signal }, (answer) => {
      answer.resume();
      resolve(answer.statusCode === 200);
    });
    asked.once('error', () => resolve(false));
    asked.end();
  });

/** Whether something on this port shows a certificate for the host that the authority signed. */
export const isGatewayReady = async (gateway: {
  readonly port: number;
  readonly host: string;
  readonly ca: string;
}): Promise<boolean> => {
  const ca = await readFile(gateway.ca, 'utf8');
  return await new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port: gateway.port, servername: gateway.host, ca });
    const answer = (ready: boolean) => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(patienceMs, () => answer(false));
    socket.once('secureConnect', () => answer(socket.authorized));
    socket.once('error', () => answer(false));
  });
};
