import { access } from './access.ts';
import { browser } from './browser.ts';
import { isolation } from './isolation.ts';
import type { Plant } from './plant.ts';
import { platform } from './platform.ts';
import { trail } from './trail.ts';

/** One fault at least for each promise that is kept. */
export const plants: readonly Plant[] = [
  ...platform,
  ...isolation,
  ...access,
  ...browser,
  ...trail,
];
