import type { Service } from './app.ts';
import { type Cell, readCell } from './cell.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { type Running, type Surroundings, startService } from './service.ts';
import { openTransport } from './transport.ts';

type Around = Omit<Surroundings, 'cell' | 'transport'>;

/** Starts services of one tenant in this process, joined to the others by one bus. All of them start, or none. */
export const startServices = async (
  services: readonly Service[],
  cell: Cell,
  around: Around,
): Promise<Running> => {
  const { log, now = () => new Date() } = around;
  const names = services.map(({ name }) => name);
  const transport = await openTransport(cell, { services: names, log, now });
  const running: Running[] = [];
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((service) => service.stop()));
    await transport.close();
  };
  try {
    for (const service of services)
      running.push(await startService(service, { ...around, cell, transport, now }));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
};

/** A process that runs these services of the tenant whose cell it is given, until SIGTERM or SIGINT; then it drains. */
export const run = async (services: readonly Service[]): Promise<void> => {
  const { folder, resources, replica } = readConfig();
  const cell = readCell(folder);
  const mine = services.filter(({ name }) => cell.spec.services.includes(name));
  const log = createLog({ tenant: cell.spec.slug, build: cell.spec.build });
  const running = await startServices(mine, cell, { log, resources, replica });
  log({ msg: 'ready', services: mine.map(({ name }) => name), replica });
  const stop = async (): Promise<void> => {
    await running.stop();
    log({ msg: 'stopped' });
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
};
