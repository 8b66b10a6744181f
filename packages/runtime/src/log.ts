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
    serializers: { error: pino.stdSerializers.err },
  });
  return ({ level = 'info', msg, ...facts }) => {
    logger[level as 'info'](facts, String(msg));
  };
};
