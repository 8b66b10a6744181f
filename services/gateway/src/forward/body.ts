import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** The client sent more than this kind of request may carry. */
export class BodyTooLong extends Error {}

async function* counted(request: IncomingMessage, limit: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  // the connection stays, so that the refusal can be answered on it
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    bytes += chunk.length;
    if (bytes > limit) throw new BodyTooLong();
    yield chunk;
  }
}

/** The request's body as it comes, which fails as soon as it exceeds the limit or the client breaks off. */
export const boundedBody = (request: IncomingMessage, limit: number): Readable =>
  Readable.from(counted(request, limit), { objectMode: false });
