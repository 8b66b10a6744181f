import { type RequestOptions, request } from 'node:http';
import { request as requestTls } from 'node:https';

export type WitnessAnswer = { readonly status: number; readonly body: string };
/** A socket of this machine, or a port by TLS with the PEM of its certificate's authority. */
export type WitnessPlace =
  | { readonly socket: string }
  | { readonly host: string; readonly port: number; readonly ca: string };

const PATIENCE_MS = 2000;
const MOST_BYTES = 8192;

/** Sends add-checkpoint to the witness (C2SP tlog-witness). @throws Error when nobody answers within two seconds */
export const askWitness = (witness: WitnessPlace, body: string): Promise<WitnessAnswer> =>
  new Promise((done, fail) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const options = { method: 'POST', path: '/add-checkpoint', agent: false, signal } as const;
    const asked = requestAt(witness, options);
    asked.once('response', (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MOST_BYTES) answer.destroy(new Error('the witness says too much'));
      });
      answer.once('error', fail);
      answer.once('end', () => done({ status: answer.statusCode ?? 0, body: text }));
    });
    asked.once('error', fail);
    asked.end(body);
  });

const requestAt = (witness: WitnessPlace, options: RequestOptions) => {
  if ('socket' in witness) return request({ ...options, socketPath: witness.socket });
  const { host, port, ca } = witness;
  return requestTls({ ...options, host, port, ca, minVersion: 'TLSv1.3' });
};
