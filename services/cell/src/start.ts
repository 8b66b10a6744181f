import { audit } from '@bulwark/audit';
import { connect } from '@bulwark/db';
import { createLogTransport } from '@bulwark/events';
import { identity } from '@bulwark/identity';
import { records } from '@bulwark/records';
import {
  type Cell,
  type Log,
  later,
  type Running,
  type Service,
  startService,
} from '@bulwark/runtime';

/** Every service of the product that a cell can run; the cell's folder says which ones it does. */
export const services: readonly Service[] = [audit, identity, records];

/** Runs one tenant's services in this process, joined by the embedded event log. */
export const startCell = async (
  cell: Cell,
  { log, resources, now = () => new Date() }: { log: Log; resources: string; now?: () => Date },
): Promise<Running> => {
  const bus = `${cell.spec.id}_bus`;
  const database = connect({
    socketPath: cell.spec.database.socket,
    user: bus,
    password: cell.secret('cell', 'bus.password').reveal(),
    database: bus,
  });
  const transport = createLogTransport({
    database,
    now,
    later,
    failed: (error, { lane, reader }) =>
      log({ level: 'warn', msg: 'delivery waits', lane, reader, error }),
  });
  const running: Running[] = [];
  for (const service of services.filter(({ name }) => cell.spec.services.includes(name))) {
    running.push(await startService(service, { cell, transport, log, resources, now }));
  }
  return {
    stop: async () => {
      for (const service of running) await service.stop();
      await transport.close();
      await database.close();
    },
  };
};
