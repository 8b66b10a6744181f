import { connect } from '@bulwark/db';
import { createLogTransport, type Transport } from '@bulwark/events';
import { type Cell, type Log, later } from '@bulwark/runtime';

type Around = { readonly log: Log; readonly now: () => Date };

/** The bus that joins the services of a cell, as its folder names it. */
export const openTransport = async (cell: Cell, around: Around): Promise<Transport> => {
  const { transport } = cell.spec;
  return transport === 'log'
    ? openLog(cell, around)
    : await openKafka(cell, { ...around, ...transport });
};

/** The embedded event log: rows of the cell's own bus schema. */
const openLog = (cell: Cell, { log, now }: Around): Transport => {
  const bus = `${cell.spec.id}_bus`;
  const database = connect({
    socketPath: cell.spec.database.socket,
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
 * Apache Kafka with one producer and one consumer for all services of this process. It logs in as audit: that service
 * lives here, and may read both topics. The other services' principals are for processes of their own.
 */
const openKafka = async (
  { spec, secret }: Cell,
  { brokers, cluster, ca, log }: Broker & Around,
): Promise<Transport> => {
  // A chunk of its own: a cell with the embedded log never loads the library.
  const { createKafkaTransport } = await import('@bulwark/events/kafka');
  const name = spec.services.includes('audit') ? 'audit' : (spec.services[0] ?? '');
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
