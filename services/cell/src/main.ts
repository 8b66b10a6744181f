import { createLog, readCell } from '@bulwark/runtime';
import { readConfig } from './config.ts';
import { startCell } from './start.ts';

const { folder, resources } = readConfig();
const cell = readCell(folder);
const log = createLog({ tenant: cell.spec.slug, build: cell.spec.build });
const running = await startCell(cell, { log, resources });
log({ msg: 'cell ready' });

const stop = async (): Promise<void> => {
  await running.stop();
  log({ msg: 'cell stopped' });
  process.exit(0);
};
process.once('SIGTERM', () => void stop());
process.once('SIGINT', () => void stop());
