import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Response } from 'express';
import { Problem, problem, problemBody } from './problem.ts';
import type { Reply, Route } from './route.ts';

/** Writes a reply. */
export const answer = async (
  response: Response,
  reply: Reply,
  route: Route,
  requestId: string,
): Promise<void> => {
  if (reply.cookie) response.setHeader('set-cookie', reply.cookie);
  if (reply.problem) return answerProblem(response, reply.problem, requestId);
  if (reply.revision !== undefined) response.setHeader('etag', `"${reply.revision}"`);
  if (reply.file) return answerFile(response, reply.file);
  if (route.response === 'empty') {
    response.status(204).end();
    return;
  }
  response.status(reply.status ?? 200).json(reply.body);
};

const answerFile = async (
  response: Response,
  { name, type, content }: NonNullable<Reply['file']>,
): Promise<void> => {
  response.setHeader('content-type', type);
  response.setHeader('content-disposition', `attachment; filename="${name}"`);
  await pipeline(Readable.from(content), response.status(200));
};

export const answerProblem = (response: Response, refusal: Problem, requestId: string): void => {
  if (refusal.retryAfterSeconds) response.setHeader('retry-after', refusal.retryAfterSeconds);
  response
    .status(refusal.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemBody(refusal, requestId)));
};

/** What a thrown value means to the sender. Faults say nothing but the request id. */
export const problemFor = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const kind = (error as { type?: string } | null)?.type ?? '';
  if (kind === 'entity.too.large')
    return problem('too_large', 'Send fewer rows or a smaller file.');
  if (kind.startsWith('entity.') || kind.startsWith('encoding.') || kind.startsWith('charset.')) {
    return problem('malformed', 'The body is not valid JSON in UTF-8.');
  }
  if (error instanceof URIError) return problem('malformed', 'The path is not valid.');
  return new Problem('fault', 500, 'Something went wrong here', {
    detail: 'Nothing was changed. Try again; if it stays, report the request id.',
    cause: error,
  });
};
