import { join } from 'node:path';
import { openHome } from '../deploy/host/home.ts';
import { placeFolder } from '../deploy/host/privileged.ts';
import { makeBuild } from './build/build.ts';
import { chosenHome, clone, runScript, say } from './settings.ts';

/** `npm run build`: makes the build of this clone in its home and prints the folder. */
await runScript(async () => {
  const home = await openHome({ clone, chosen: chosenHome(), say });
  const builds = join(home, 'builds');
  await placeFolder(builds, { uid: null, gid: null, mode: 0o755 });
  say(join(builds, await makeBuild(clone, builds, say)));
});
