import { join } from 'node:path';
import { connect, migrate } from '@bulwark/db';
import { connectAdministrator } from '@bulwark/db/administrator';
import { later } from '@bulwark/runtime';
import { testDatabase } from './config.ts';
import { createLogTransport } from './log.ts';
import type { Bench } from './test-bench.ts';
import type { Transport } from './transport.ts';

/** The embedded log with a bus schema of its own. */
export const openLogBench = async (): Promise<Bench> => {
  const administrator = await connectAdministrator(testDatabase());
  const database = `contract_bus_${Date.now().toString(36)}`;
  await administrator.query(`CREATE DATABASE ${database} CHARACTER SET utf8mb4`);
  const address = { ...testDatabase(), database };
  const folder = join(import.meta.dirname, '../../../services/cell/migrations/bus');
  await migrate({ connection: address, sets: [{ name: 'bus', folder }] });
  let shared: Transport | null = null;
  return {
    open: async (service) => {
      // The embedded log joins services of one process: another service's transport is the same one.
      if (service !== 'audit' && shared) return { ...shared, close: async () => undefined };
      const bus = connect(address);
      const transport = createLogTransport({
        database: bus,
        now: () => new Date(),
        later,
        failed: () => undefined,
      });
      shared = transport;
      return {
        ...transport,
        close: async () => {
          await transport.close();
          await bus.close();
        },
      };
    },
    restart: async () => {
      const connections = await administrator.query(
        'SELECT id FROM information_schema.processlist WHERE db = ?',
        [database],
      );
      for (const { id } of connections) await administrator.query(`KILL CONNECTION ${id}`);
    },
    close: async () => {
      await administrator.query(`DROP DATABASE ${database}`);
      await administrator.close();
    },
  };
};
