import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openInstallation, type RealInstallation } from '../world/installation.ts';
import { faultsIn, readEvidence } from './evidence.ts';
import { randomFrom, startLoad } from './load.ts';

export type Storm = {
  readonly seconds: number;
  readonly perSecond: number;
  /** Kills of each target. */
  readonly kills: number;
  readonly targets: readonly string[];
  readonly seed: number;
  readonly options?: readonly string[];
  /** Operator's commands for the running system before the storm begins. */
  readonly before?: readonly (readonly string[])[];
  readonly say: (line: string) => void;
};

export type Aftermath = {
  readonly acknowledged: number;
  readonly attempts: number;
  readonly leaves: number;
  readonly killed: { readonly [target: string]: number };
  readonly faults: readonly string[];
};

/**
 * Makes changes through the gateway while processes are killed with SIGKILL at instants that the seed chooses, then
 * looks whether every acknowledged change is there and in the trail exactly once, in order, without a hole.
 */
export const storm = async (wanted: Storm): Promise<Aftermath> => {
  wanted.say(`storm with seed ${wanted.seed}`);
  const installation = await openInstallation({ options: wanted.options ?? [] });
  try {
    for (const [script = '', ...args] of wanted.before ?? [])
      await installation.run(script, ...args);
    const ada = installation.browser('acme');
    const { email, password } = installation.tenant('acme').admin;
    await ada.signInFirst(email, password);
    const load = startLoad(ada, wanted.perSecond);
    const killed = await killAtRandom(installation, wanted);
    const { ids, attempts } = await load.stop();
    const faults = await settle(installation, ids);
    const { leaves } = await readEvidence(installation, 'acme');
    return { acknowledged: ids.length, attempts, leaves: leaves.length, killed, faults };
  } finally {
    await installation.stop();
  }
};

const killAtRandom = async (
  installation: RealInstallation,
  { seconds, kills, targets, seed, say }: Storm,
): Promise<{ [target: string]: number }> => {
  const random = randomFrom(seed);
  const plan = targets
    .flatMap((target) => Array.from({ length: kills }, () => ({ target, at: random() * seconds })))
    .sort((a, b) => a.at - b.at);
  const began = Date.now();
  const killed: { [target: string]: number } = {};
  for (const { target, at } of plan) {
    await pause(began + at * 1000 - Date.now());
    if (await kill(installation, target)) killed[target] = (killed[target] ?? 0) + 1;
    else say(`${target} was not running at ${at.toFixed(1)} s`);
  }
  await pause(began + seconds * 1000 - Date.now());
  return killed;
};

/** Kills a process by its name in the supervisor's record; one that is just starting again is waited for. */
export const kill = async (installation: RealInstallation, target: string): Promise<boolean> => {
  if (target === 'supervisor') {
    const supervisor = installation.supervisor();
    const gone = once(supervisor, 'exit');
    supervisor.kill('SIGKILL');
    await gone;
    await installation.startAgain();
    return true;
  }
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const pid = await pidOf(installation, target);
    if (pid) {
      process.kill(pid, 'SIGKILL');
      return true;
    }
    await pause(100);
  }
  return false;
};

const pidOf = async ({ home }: RealInstallation, target: string): Promise<number | null> => {
  const text = await readFile(join(home, 'run', 'processes.json'), 'utf8').catch(() => '[]');
  const found = JSON.parse(text).find(({ name }: { name: string }) => name === target);
  try {
    if (found) process.kill(found.pid, 0);
    return found?.pid ?? null;
  } catch {
    return null;
  }
};

/** Waits until nothing is wrong any more, or for 30 seconds. */
const settle = async (
  installation: RealInstallation,
  acknowledged: readonly string[],
): Promise<string[]> => {
  let faults: string[] = [];
  for (const end = Date.now() + 30_000; Date.now() < end; await pause(500)) {
    faults = await readEvidence(installation, 'acme').then(
      (evidence) => faultsIn(evidence, acknowledged),
      (error) => [String(error)],
    );
    if (faults.length === 0) return [];
  }
  return faults;
};

const pause = (ms: number): Promise<void> =>
  new Promise((done) => setTimeout(done, Math.max(0, ms)));
