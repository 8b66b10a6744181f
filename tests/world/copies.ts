import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@bulwark/db';
import { createLogTransport } from '@bulwark/events';
import {
  type Cell,
  later,
  type Pace,
  type Running,
  type Service,
  serverOf,
  startService,
} from '@bulwark/runtime';
import { pathsOf } from '@bulwark/tenancy';
import type { Tenant, World } from './world.ts';

/** A lease short enough to wait for. */
export const PACE: Pace = { leaseMs: 1500, sweepMs: 60_000 };

export type Copying = {
  readonly cell: Cell;
  readonly resources: string;
  readonly now?: () => Date;
  readonly alarms?: { readonly [fact: string]: unknown }[];
};

export const copying = (world: World, { cell, entry, now }: Tenant): Copying => ({
  cell,
  resources: join(pathsOf(world.installation).builds, entry.build),
  now,
});

/** Starts one more replica of a service of a tenant, with sockets of its own. */
export const startCopy = async (service: Service, wish: Copying): Promise<Running> => {
  const run = await mkdtemp(join(tmpdir(), 'copy-'));
  const cell = {
    ...wish.cell,
    spec: { ...wish.cell.spec, doors: { kind: 'sockets', folder: run } as const },
  };
  const login = `${cell.spec.id}_bus`;
  const bus = connect({
    ...serverOf(cell.spec),
    user: login,
    password: cell.secret('cell', 'bus.password').reveal(),
    database: login,
  });
  const now = wish.now ?? (() => new Date());
  const failed = (): void => undefined;
  const transport = createLogTransport({ database: bus, now, later, failed });
  const log = (facts: { readonly [name: string]: unknown }): void => {
    if (facts.msg === 'alarm') wish.alarms?.push(facts);
  };
  const { resources } = wish;
  const running = await startService(service, { cell, transport, log, resources, now, pace: PACE });
  return {
    stop: async () => {
      await running.stop();
      await transport.close();
      await bus.close();
      await rm(run, { recursive: true });
    },
  };
};

/** Starts a replica as a process of its own, waits until it says that it is at work, and kills it. */
export const killAtWork = async (program: string, { cell, resources }: Copying): Promise<void> => {
  const copy = fork(program, [cell.folder, resources], { execArgv: [], stdio: 'inherit' });
  const [said] = await once(copy, 'message');
  if (said !== 'at work') throw new Error(`the copy said ${said}`);
  const gone = once(copy, 'exit');
  copy.kill('SIGKILL');
  await gone;
};
