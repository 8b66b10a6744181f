import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { BrowserContextOptions, Locator, Page } from 'playwright-core';
import { openInstallation } from '../world/installation.ts';
import { mailTo, passwordIn } from '../world/mails.ts';
import { openChromium, watch } from './chromium.ts';
import { signInFirst } from './sign-in.ts';

const shots = join(import.meta.dirname, '../../node_modules/.cache/bulwark/shots');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export const WIDE = { width: 1440, height: 900 };
export const NARROW = { width: 390, height: 844 };
const PATIENCE_MS = 10_000;

/** A real installation and a browser in front of it, with acme's first person signed in. */
export const openStage = async () => {
  mkdirSync(shots, { recursive: true });
  const installation = await openInstallation();
  const acme = installation.tenant('acme');
  const chromium = await openChromium(installation.home);

  /** A fresh profile of the browser: no cookie, nothing remembered. */
  const newPage = async (options: BrowserContextOptions = {}) => {
    const context = await chromium.newContext({ viewport: WIDE, colorScheme: 'light', ...options });
    context.setDefaultTimeout(PATIENCE_MS);
    const faults = await watch(context, acme.url);
    const page = await context.newPage();
    await page.goto(acme.url);
    return { page, faults };
  };
  const { page, faults } = await newPage();
  const secret = await signInFirst(page, acme.admin);

  return {
    acme,
    page,
    faults,
    secret,
    newPage,
    /** The password for the first sign-in, as the development installation's mail to this address says it. */
    mailedPassword: async (address: string): Promise<string> =>
      passwordIn(await mailTo(installation.cellOf('acme'), address)),
    /** The newest mail to an address, once there are so many. */
    mail: (address: string, count: number): Promise<string> =>
      mailTo(installation.cellOf('acme'), address, count),
    visit: async (path: string, heading: string | RegExp): Promise<void> => {
      await page.goto(acme.url + path);
      await page.getByRole('heading', { level: 1, name: heading }).waitFor();
    },
    close: async (): Promise<void> => {
      await chromium.close();
      await installation.stop();
    },
  };
};
export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Leaves a picture for whoever wants to look. */
export const shoot = (page: Page, name: string): Promise<Buffer> =>
  page.screenshot({ path: join(shots, `${name}.png`), animations: 'disabled' });

/** What an accessibility checker finds on the page, by rule and place. An open menu floats above all landmarks. */
export const findBarriers = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe);
  return await page.evaluate(async () => {
    const { axe: checker } = globalThis as unknown as { axe: typeof import('axe-core') };
    const { violations } = await checker.run(document, { resultTypes: ['violations'] });
    return violations
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
      .filter((text) => !/^region: .*role="menu"/.test(text));
  });
};

/** How far the page reaches beyond its window, sideways. */
export const overflowOf = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const parts = [document.documentElement, ...document.querySelectorAll('main')];
    return Math.max(...parts.map((part) => part.scrollWidth - part.clientWidth));
  });

export const settled = async (page: Page): Promise<void> => {
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => document.fonts.ready.then(() => undefined));
};

/** Opens the record whose row shows this text; the whole row is its link's. */
export const openRow = (page: Page, text: string): Promise<void> =>
  rowsOf(page).filter({ hasText: text }).getByRole('link').click();

export const rowsOf = (page: Page): Locator => page.locator('main tbody tr');
