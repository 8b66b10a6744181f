import { pino } from 'pino';

export type Facts = { readonly msg: string; readonly level?: 'info' | 'warn' | 'error' } & {
  readonly [name: string]: unknown;
};
export type Log = (facts: { readonly [name: string]: unknown }) => void;

/** One JSON line per fact on standard output. Facts carry ids and codes: never bodies, tokens or mails. */
export const createLog = (base: { readonly [name: string]: unknown }): Log => {
  const logger = pino({
    base,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { error: shownError },
  });
  return ({ level = 'info', msg, ...facts }) => {
    logger[level as 'info'](facts, String(msg));
  };
};

/** What may be said of an error: a driver's own text and properties can carry the values of a statement. */
export const shownError = (error: unknown): object => {
  if (!(error instanceof Error)) return { message: String(error) };
  const { code, errno } = error as { code?: unknown; errno?: unknown };
  const isOfDriver = 'sql' in error || 'sqlState' in error;
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return {
    type: error.name,
    message: isOfDriver ? String(code) : error.message,
    code,
    errno,
    stack: frames.join('\n'),
    ...(error.cause ? { cause: shownError(error.cause) } : {}),
  };
};
