import { request } from 'node:http';
import { refusal } from '@bulwark/tenancy';

type Question = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: object;
  /** How long an answer may take; ten seconds where nothing is said. */
  readonly seconds?: number;
};

/** One question to a service's peer socket; 409 answers with what is under way already. @throws a refusal */
export const ask = <T>(
  socketPath: string,
  { method, path, body, seconds = 10 }: Question,
): Promise<T> =>
  new Promise((done, fail) => {
    const signal = AbortSignal.timeout(seconds * 1000);
    const headers = { 'content-type': 'application/json' };
    const asked = request({ socketPath, path, method, headers, signal }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (piece) => {
        text += piece;
      });
      answer.on('end', () => {
        const good = answer.statusCode === 200 || answer.statusCode === 409;
        if (good) done(JSON.parse(text));
        else fail(refusal(`The cell answers ${answer.statusCode}. Look at its log.`));
      });
    });
    asked.once('error', (error) => fail(refusal(`The cell does not answer: ${error.message}`)));
    asked.end(body ? JSON.stringify(body) : undefined);
  });
