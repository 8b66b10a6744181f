import { request } from 'node:http';

export type WitnessAnswer = { readonly status: number; readonly body: string };

const PATIENCE_MS = 2000;
const MOST_BYTES = 8192;

/** Sends add-checkpoint to the witness (C2SP tlog-witness). @throws Error when nobody answers within two seconds */
export const askWitness = (socketPath: string, body: string): Promise<WitnessAnswer> =>
  new Promise((done, fail) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const path = '/add-checkpoint';
    const asked = request({ socketPath, method: 'POST', path, agent: false, signal }, (answer) => {
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
