import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromiumPath } from './chromium.ts';
import { crawlTests } from './crawl.ts';
import { importTests } from './importing.ts';
import { keyboardTests } from './keyboard.ts';
import { peopleTests } from './people.ts';
import { registerTests } from './registers.ts';
import { resetTests } from './resets.ts';
import { openStage, type Stage } from './stage.ts';

const MINUTE_MS = 60_000;

/** One installation and one signed-in browser for all: what a test makes, the next ones may see. */
const run = (): void => {
  let stage: Stage | null = null;
  const onStage = (): Stage => {
    if (!stage) throw new Error('the installation did not start');
    return stage;
  };
  beforeAll(async () => {
    stage = await openStage();
  }, 2 * MINUTE_MS);
  afterAll(() => stage?.close(), MINUTE_MS);

  importTests(onStage);
  registerTests(onStage);
  peopleTests(onStage);
  resetTests(onStage);
  crawlTests(onStage);
  keyboardTests(onStage);

  test('[claim 5.10] [claim 2.10] nothing of all this broke the policy, complained, or asked elsewhere', () => {
    expect(onStage().faults).toEqual({ violations: [], console: [], elsewhere: [] });
  });
};

if (chromiumPath()) describe('in Chromium', run);
else describe.skip('in Chromium, which is not here', run);
