import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { readIfThere, refusal } from '@bulwark/tenancy';
import type { BrokerPlace } from './broker-texts.ts';
import { placeFile } from './privileged.ts';

/** Below the ports that Linux gives to outgoing connections, so that a broker which restarts finds its own free. */
const first = 20_000;
const span = 10_000;

/** Two free ports of the loopback for a broker: those it had before, if they are free. */
export const choosePorts = async (folder: string): Promise<BrokerPlace['ports']> => {
  const before = await readKnown(folder);
  if (before && (await areFree(before))) return before;
  const ports = await findFree(createHash('sha256').update(folder).digest().readUInt16BE());
  await placeFile(fileIn(folder), JSON.stringify(ports), { uid: null, gid: null, mode: 0o644 });
  return ports;
};

/** The ports of a broker that was started before. */
export const readPorts = async (folder: string): Promise<BrokerPlace['ports']> => {
  const known = await readKnown(folder);
  if (known) return known;
  throw refusal('Apache Kafka was not started here yet. Start the installation first.');
};

const fileIn = (folder: string): string => join(folder, 'ports.json');

const readKnown = async (folder: string): Promise<BrokerPlace['ports'] | null> => {
  const text = await readIfThere(fileIn(folder));
  return text === null ? null : JSON.parse(text);
};

const findFree = async (start: number): Promise<BrokerPlace['ports']> => {
  for (let step = 0; step < span; step += 2) {
    const client = first + ((start * 2 + step) % span);
    const ports = { client, controller: client + 1 };
    if (await areFree(ports)) return ports;
  }
  throw refusal(`No two ports from ${first} to ${first + span} are free for Apache Kafka.`);
};

const areFree = async ({ client, controller }: BrokerPlace['ports']): Promise<boolean> =>
  (await isFree(client)) && (await isFree(controller));

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
