import { z } from '@bulwark/record';
import type { Request } from 'express';
import { type FieldProblem, problem } from './problem.ts';
import type { Route } from './route.ts';

/** The parts of a request, parsed by the route's schemas; all faults are named at once. @throws Problem `invalid` */
export const readInput = (
  { params, query, body, method, ifMatch }: Route,
  request: Request,
): { params: never; query: never; body: never; revision: number } => {
  if (body && request.body === undefined && method !== 'DELETE') {
    throw problem('unsupported_media_type', 'Send a JSON body with content-type application/json.');
  }
  const faults: FieldProblem[] = [];
  const read = (schema: z.ZodType | undefined, value: unknown, prefix: string): never => {
    const parsed = (schema ?? z.strictObject({})).safeParse(value ?? {});
    if (parsed.success) return parsed.data as never;
    faults.push(...faultsOf(parsed.error, prefix));
    return undefined as never;
  };
  const input = {
    params: read(params, { ...request.params }, '/params'),
    query: read(query, { ...request.query }, '/query'),
    body: read(body, method === 'GET' ? {} : request.body, ''),
    revision: ifMatch ? readRevision(request.get('if-match')) : 0,
  };
  if (faults.length > 0) {
    throw problem('invalid', 'Correct the fields that are named and send it again.', {
      fields: faults,
    });
  }
  return input;
};

const faultsOf = (error: z.ZodError, prefix: string): FieldProblem[] =>
  error.issues.flatMap((issue) => {
    const at = [prefix, ...issue.path.map(String)].join('/').replace(/^(?!\/)/, '/');
    if (issue.code !== 'unrecognized_keys') return [{ path: at, message: issue.message }];
    return issue.keys.map((key) => ({
      path: `${at === '/' ? '' : at}/${key}`,
      message: 'There is no such field.',
    }));
  });

const readRevision = (header: string | undefined): number => {
  const match = /^"(\d{1,15})"$/.exec(header ?? '');
  if (match) return Number(match[1]);
  throw problem('if_match_required', 'Send If-Match with the revision in quotes, like "3".');
};
