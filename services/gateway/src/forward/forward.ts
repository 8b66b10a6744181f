import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Dispatcher } from 'undici';
import type { ProblemCode } from '../problem.ts';
import { BodyTooLong, boundedBody } from './body.ts';
import { toBrowser } from './headers.ts';

type Process = Pick<Dispatcher, 'dispatch'>;

type Failure = 'unreachable' | 'reset' | 'silent' | 'other';

export type Passage = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** The service's processes, in the order in which to try them. */
  readonly processes: readonly Process[];
  /** Names and values in turn, as the service shall see them. */
  readonly headers: readonly string[];
  readonly body: { readonly limit: number } | null;
  readonly maySetCookies: boolean;
  /** Told of each call that failed, whether or not another one succeeds. */
  readonly failed: (failure: Failure, error: Error) => void;
};

/** `broken` is an answer that had begun: its connection is cut, so that the browser knows it for incomplete. */
export type Outcome =
  | { readonly is: 'answered' }
  | { readonly is: 'left' }
  | { readonly is: 'broken' }
  | { readonly is: 'failed'; readonly error: Error };

const problemOf = (error: Error, failure: Failure): ProblemCode => {
  if (error instanceof BodyTooLong) return 'content_too_large';
  if (failure === 'unreachable') return 'service_unavailable';
  return failure === 'silent' ? 'gateway_timeout' : 'bad_gateway';
};

type Needs = {
  /** The security policy; names and values in turn. */
  readonly answerHeaders: readonly string[];
  readonly failureOf: (error: unknown) => Failure;
};

/** Passes a request to a service and its answer back, both as streams. Gives the problem to answer when there is no answer. */
export const createForward = ({ answerHeaders, failureOf }: Needs) => {
  const attempt = (passage: Passage, process: Process): Promise<Outcome> => {
    const { promise, resolve } = Promise.withResolvers<Outcome>();
    const { request, response, headers, body } = passage;
    const call = follow(passage, resolve);
    process.dispatch(
      {
        method: request.method ?? 'GET',
        path: request.url ?? '/',
        headers: [...headers],
        body: body ? boundedBody(request, body.limit) : null,
      },
      call.handler,
    );
    response.once('close', call.leave);
    return promise
      .then((outcome) => {
        if (outcome.is === 'failed') passage.failed(failureOf(outcome.error), outcome.error);
        return outcome;
      })
      .finally(() => response.off('close', call.leave));
  };

  const follow = (passage: Passage, settle: (outcome: Outcome) => void) => {
    const { response, maySetCookies } = passage;
    let controller: Dispatcher.DispatchController | null = null;
    const leave = (): void => {
      if (response.writableFinished) return;
      settle({ is: 'left' });
      controller?.abort(new Error('the client left'));
    };
    const resume = (): void => controller?.resume();
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart: (started) => {
        controller = started;
        if (response.destroyed) leave();
      },
      onResponseStart: (_controller, status, headers) => {
        if (status < 200 || response.destroyed) return;
        response.writeHead(status, [...answerHeaders, ...toBrowser({ headers, maySetCookies })]);
        response.on('drain', resume);
      },
      onResponseData: (flow, chunk) => {
        if (!response.write(chunk)) flow.pause();
      },
      onResponseEnd: () => {
        response.off('drain', resume);
        response.end();
        settle({ is: 'answered' });
      },
      onResponseError: (_controller, error) => {
        const begun = response.headersSent;
        if (begun) response.destroy();
        settle(begun ? { is: 'broken' } : { is: 'failed', error });
      },
    };
    return { handler, leave };
  };

  /**
   * A call that never began is tried at the next process. A kept connection may close just as it is used, or its process
   * be killed; what changes nothing is then asked once more.
   */
  const isWorthRetrying = ({ request }: Passage, outcome: Outcome): boolean => {
    if (outcome.is !== 'failed') return false;
    const failure = failureOf(outcome.error);
    const changesNothing = request.method === 'GET' || request.method === 'HEAD';
    return failure === 'unreachable' || (failure === 'reset' && changesNothing);
  };

  return async (passage: Passage): Promise<ProblemCode | null> => {
    const [first, ...others] = passage.processes;
    if (!first) return 'service_unavailable';
    let outcome = await attempt(passage, first);
    for (const process of others.length > 0 ? others : [first]) {
      if (!isWorthRetrying(passage, outcome)) break;
      outcome = await attempt(passage, process);
    }
    return outcome.is === 'failed' ? problemOf(outcome.error, failureOf(outcome.error)) : null;
  };
};
