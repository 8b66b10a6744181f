import { audit } from '@bulwark/audit';
import { backup } from '@bulwark/backup';
import { identity } from '@bulwark/identity';
import { media } from '@bulwark/media';
import { notification } from '@bulwark/notification';
import { records } from '@bulwark/records';
import { type Cell, type Log, type Running, type Service, startService } from '@bulwark/runtime';
import { openTransport } from './transport.ts';

/** Every service of the product that a cell can run; the cell's folder says which ones it does. */
export const services: readonly Service[] = [audit, identity, records, notification, backup, media];

/** Runs one tenant's services in this process, joined by one bus. */
export const startCell = async (
  cell: Cell,
  { log, resources, now = () => new Date() }: { log: Log; resources: string; now?: () => Date },
): Promise<Running> => {
  const transport = await openTransport(cell, { log, now });
  const running: Running[] = [];
  const stop = async (): Promise<void> => {
    for (const service of running) await service.stop();
    await transport.close();
  };
  try {
    for (const service of services.filter(({ name }) => cell.spec.services.includes(name))) {
      running.push(await startService(service, { cell, transport, log, resources, now }));
    }
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
};
