import { fork } from 'node:child_process';
import { openSync } from 'node:fs';
import { join } from 'node:path';
import { isRefusal, pathsOf } from '@bulwark/tenancy';
import { openHome } from '../deploy/host/home.ts';
import { openInstallation } from '../deploy/host/installation.ts';
import { ensureMariadb } from '../deploy/host/mariadb.ts';
import { isRoot, placeFolder } from '../deploy/host/privileged.ts';
import { startSystem, takeHome } from '../deploy/host/supervisor.ts';
import { wiring } from '../deploy/host/wiring.ts';
import { makeBuild } from './build/build.ts';
import { openKafka, readShape } from './kafka/shape.ts';
import { chosenHome, clone, readPorts, runScript, say } from './settings.ts';

/** Tells the terminal, and with --detach the process that waits there. */
const tell = (line: string): void => {
  say(line);
  if (process.connected) process.send?.(line);
};

const run = async (): Promise<void> => {
  const home = await openHome({ clone, chosen: chosenHome(), say: tell });
  const release = await takeHome(home);
  try {
    const settings = { ...readPorts(), ...readShape(process.argv, process.env) };
    const installation = await openInstallation(home, settings, new Date());
    tell(`Home: ${home}`);
    if (!isRoot())
      tell('Without root all tenants run under one user: they are not kept apart by the kernel.');
    const [programs, kafka, build] = await Promise.all([
      ensureMariadb(tell),
      openKafka(installation, process.env, tell),
      makeBuild(clone, pathsOf(installation).builds, tell),
    ]);
    const asked = askedToStop();
    const system = { installation, build, programs, kafka, wiring, say: tell };
    const running = await startSystem(system);
    tell('READY');
    const name = await asked;
    say(`${name}: stopping …`);
    await running.stop();
  } catch (error) {
    // The one who waits for READY learns why it does not come.
    if (process.connected && isRefusal(error)) process.send?.(error.message);
    throw error;
  } finally {
    await release();
  }
};

const askedToStop = (): Promise<string> =>
  new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(name, () => resolve(name));
  });

/** Starts the supervisor in a session of its own, passes on what it says, and leaves at READY. */
const runDetached = async (): Promise<void> => {
  const home = await openHome({ clone, chosen: chosenHome(), say });
  await placeFolder(join(home, 'log'), { uid: null, gid: null, mode: 0o700 });
  const log = openSync(join(home, 'log', 'supervisor.log'), 'a', 0o600);
  const passedOn = process.argv.slice(2).filter((argument) => argument !== '--detach');
  const child = fork(import.meta.filename, passedOn, {
    detached: true,
    stdio: ['ignore', log, log, 'ipc'],
  });
  const code = await new Promise<number>((resolve) => {
    child.on('message', (line) => {
      say(String(line));
      if (line === 'READY') resolve(0);
    });
    child.on('exit', (status) => resolve(status ?? 1));
  });
  if (code !== 0) console.error(`The start failed; see ${join(home, 'log', 'supervisor.log')}`);
  if (child.connected) child.disconnect();
  child.unref();
  process.exitCode = code;
};

await runScript(process.argv.includes('--detach') ? runDetached : run);
