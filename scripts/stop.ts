import { pathsOf } from '@bulwark/tenancy';
import { findHome } from '../deploy/host/home.ts';
import { readInstallation } from '../deploy/host/installation.ts';
import { supervisorOf } from '../deploy/host/operator.ts';
import { signal } from '../deploy/host/privileged.ts';
import { gone } from '../deploy/host/processes.ts';
import { recordOf, takeHome } from '../deploy/host/supervisor.ts';
import { endLeftovers } from '../deploy/host/takeover.ts';
import { chosenHome, clone, runScript, say } from './settings.ts';

const patienceSeconds = 120;

/** `npm stop`: ends the supervisor of this home in order, or what a killed one left. */
await runScript(async () => {
  const home = await findHome({ clone, chosen: chosenHome() });
  const installation = home === null ? null : await readInstallation(home);
  if (!installation) return say('Nothing is installed here.');
  const supervisor = await supervisorOf(installation);
  if (!supervisor) {
    const release = await takeHome(installation.home);
    const ended = await endLeftovers(recordOf(installation), installation.uids);
    await release();
    return say(ended.length > 0 ? `Ended ${ended.join(', ')}.` : 'Nothing was running.');
  }
  signal(supervisor.pid, 'SIGTERM');
  if (await gone([supervisor], patienceSeconds)) return say('Stopped.');
  throw new Error(`Process ${supervisor.pid} did not stop; see ${pathsOf(installation).log}.`);
});
