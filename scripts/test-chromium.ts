import { existsSync } from 'node:fs';
import { installPackages } from '../deploy/host/apt.ts';
import { isRoot } from '../deploy/host/privileged.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const command = 'apt-get install -y --no-install-recommends chromium';

const find = (): string | null => places.find((place) => existsSync(place)) ?? null;

/** Chromium for the browser tests; as root, fetched by apt where it is missing. Null when there is none, and says so. */
export const ensureChromium = async (say: (line: string) => void): Promise<string | null> => {
  if (!find() && isRoot()) {
    say('Installing Chromium …');
    await installPackages(['chromium']);
  }
  const found = find();
  if (!found)
    say(`Chromium is missing: the browser tests are skipped. ${isRoot() ? '' : 'sudo '}${command}`);
  return found;
};
