import { type Log, startWitness } from './app.ts';
import { readConfig } from './config.ts';

const line =
  (level: string) =>
  (msg: string, fields: Readonly<Record<string, unknown>> = {}): void => {
    const time = new Date().toISOString();
    process.stdout.write(`${JSON.stringify({ level, time, msg, ...fields })}\n`);
  };

const log: Log = { info: line('info'), warn: line('warn'), error: line('error') };

/** The witness as a process: runs until SIGTERM or SIGINT. */
export const runWitness = async (): Promise<void> => {
  try {
    const witness = await startWitness(readConfig(), { log, now: () => new Date() });
    log.info('witness ready');
    const stop = (): void => void witness.stop().then(() => process.exit(0));
    process.once('SIGTERM', stop).once('SIGINT', stop);
  } catch (error) {
    log.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
};
