import { createGateway } from './app.ts';
import { type Config, readConfig } from './config.ts';
import type { Fields, Log, Schedule } from './process.ts';

const line =
  (level: string) =>
  (msg: string, fields: Fields = {}): void => {
    process.stdout.write(
      `${JSON.stringify({ level, time: new Date().toISOString(), msg, ...fields })}\n`,
    );
  };

const log: Log = { info: line('info'), warn: line('warn'), error: line('error') };

/** Never steps back, as the wall clock may. */
const now = (): number => performance.timeOrigin + performance.now();

const schedule: Schedule = (everyMs, task) => {
  let isStopped = false;
  const next = (): void =>
    AbortSignal.timeout(everyMs).addEventListener('abort', () => {
      if (isStopped) return;
      next();
      task();
    });
  next();
  return () => {
    isStopped = true;
  };
};

const settings = (): Config | null => {
  try {
    return readConfig();
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error));
    return null;
  }
};

/** The gateway as a process: runs until SIGTERM or SIGINT, then drains and ends. */
export const runGateway = async (): Promise<void> => {
  const config = settings();
  if (config === null) {
    process.exitCode = 1;
    return;
  }
  const gateway = createGateway({ config, log, now, schedule });
  await gateway.start();
  const stop = (signal: string): void => {
    log.info('stopping', { signal });
    void gateway.stop().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop).once('SIGINT', stop);
};
