import { connect } from '@bulwark/db';
import { createLogTransport, type Transport } from '@bulwark/events';
import { type Cell, serverOf } from './cell.ts';
import type { Log } from './log.ts';
import { later } from './time.ts';

type Around = {
  /** The services that this process runs. */
  readonly services: readonly string[];
  readonly log: Log;
  readonly now: () => Date;
};

/** The bus that joins the services of a cell, as its folder names it. @throws Error when it can not join them */
export const openTransport = async (cell: Cell, around: Around): Promise<Transport> => {
  const { transport, services } = cell.spec;
  if (transport !== 'log') return await openKafka(cell, { ...around, ...transport });
  const elsewhere = services.filter((name) => !around.services.includes(name));
  if (elsewhere.length > 0)
    throw new Error(
      `the embedded event log joins the services of one process only, and ${elsewhere.join(', ')} would run in another: services apart need Kafka`,
    );
  return openLog(cell, around);
};

/** The embedded event log: rows of the cell's own bus schema. */
const openLog = (cell: Cell, { log, now }: Around): Transport => {
  const bus = `${cell.spec.id}_bus`;
  const database = connect({
    ...serverOf(cell.spec),
    user: bus,
    password: cell.secret('cell', 'bus.password').reveal(),
    database: bus,
  });
  const transport = createLogTransport({ database, now, later, failed: warnOf(log) });
  return {
    ...transport,
    close: async () => {
      await transport.close();
      await database.close();
    },
  };
};

type Broker = Exclude<Cell['spec']['transport'], 'log'>;

/**
 * Apache Kafka with one producer and one consumer for all services of this process. A process that runs audit logs in
 * as audit, which may read both topics; any other as its service.
 */
const openKafka = async (
  { spec, secret }: Cell,
  { brokers, cluster, ca, log, services }: Broker & Around,
): Promise<Transport> => {
  // A chunk of its own: a cell with the embedded log never loads the library.
  const { createKafkaTransport } = await import('@bulwark/events/kafka');
  const name = services.includes('audit') ? 'audit' : (services[0] ?? '');
  const user = `${spec.id}.${name}`;
  const password = secret(name, 'kafka.password').reveal();
  return createKafkaTransport({
    address: { brokers, user, password, ...(ca ? { ca } : {}) },
    cluster,
    tenant: spec.id,
    group: user,
    reads: name === 'audit' ? ['events', 'audit'] : ['events'],
    later,
    failed: warnOf(log),
    log,
  });
};

const warnOf =
  (log: Log) =>
  (error: unknown, { lane, reader }: { lane: string; reader: string }): void =>
    log({ level: 'warn', msg: 'delivery waits', lane, reader, error });
