import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { findBarriers, NARROW, overflowOf, type Stage, settled, shoot, WIDE } from './stage.ts';

const ID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
const SEEDS = ['/', '/account', '/registers/nothing', '/nowhere', '/people/new'];

/** Pages of one kind look alike: one record stands for all, one list for its filters. */
const kindOf = (path: string): string => path.replaceAll(ID, 'id').replace(/\?(?!stage=).*/, '');

const linksOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('a[href^="/"]')].flatMap((link) =>
      link.hasAttribute('download') ? [] : [link.getAttribute('href') ?? ''],
    ),
  );

const nameOf = (kind: string): string =>
  kind.replace(/[^a-z]+/gi, '-').replace(/^-|-$/g, '') || 'overview';

type Found = Record<string, readonly string[] | number>;

/** The page in both themes and widths: pictures, and whatever is wrong with them. */
const inspect = async (page: Page, name: string): Promise<Found> => {
  const found: Found = {};
  for (const [size, viewport] of [
    ['wide', WIDE],
    ['narrow', NARROW],
  ] as const) {
    await page.setViewportSize(viewport);
    for (const theme of ['light', 'dark'] as const) {
      await page.evaluate((chosen) => {
        document.documentElement.dataset.theme = chosen;
      }, theme);
      const isJudged = (size === 'wide') === (theme === 'light');
      if (isJudged || process.env.BULWARK_TEST_PICTURES)
        await shoot(page, `${name}-${size}-${theme}`);
      if (isJudged) {
        const barriers = await findBarriers(page);
        if (barriers.length > 0) found[`${name} ${size} ${theme}`] = barriers;
      }
    }
    const overflow = await overflowOf(page);
    if (overflow > 0) found[`${name} ${size} overflow`] = overflow;
  }
  await page.setViewportSize(WIDE);
  return found;
};

export const crawlTests = (onStage: () => Stage): void => {
  test('[claim 5.10] [claim 2.10] [claim 5.11] [claim 6.9] every page keeps the policy, asks nobody else, has no barrier, and fits wide and narrow, light and dark', async () => {
    const { page, acme, faults } = onStage();
    const waiting = [...SEEDS];
    const seen = new Set<string>();
    const found: Found = {};
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      const kind = kindOf(path);
      if (seen.has(kind)) continue;
      seen.add(kind);
      await page.goto(acme.url + path);
      await page.getByRole('heading', { level: 1 }).waitFor({ state: 'attached' });
      await settled(page);
      Object.assign(found, await inspect(page, nameOf(kind)));
      waiting.push(...(await linksOf(page)));
    }
    expect(found).toEqual({});
    expect([...seen]).toEqual(
      expect.arrayContaining([
        ...['/', '/trail', '/people', '/people/id', '/people/new', '/account'],
        ...['/registers/risks', '/registers/risks/id', '/registers/risks/new'],
        ...['/registers/risks/heatmap', '/registers/risks/import'],
        ...['/registers/assets', '/registers/tasks'],
      ]),
    );
    expect(faults).toEqual({ violations: [], console: [], elsewhere: [] });
  }, 120_000);

  test('what opens inside a page has no barrier either: forms, tabs, menus, dialogs, an entry, the drawer', async () => {
    const { page, visit } = onStage();
    const found: Found = {};
    const look = async (name: string) => {
      await settled(page);
      Object.assign(found, await inspect(page, name));
    };
    await visit('/registers/risks?search=Insider', 'Risks');
    await page.getByRole('link', { name: /^RSK-/ }).click();
    await page.getByRole('tab', { name: 'History' }).click();
    await page.getByText('created this').waitFor();
    await look('in-history');
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('dialog').waitFor();
    await look('in-dialog');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Edit' }).click();
    await look('in-edit');
    await visit('/trail', 'Audit trail');
    await page.locator('main tbody button').first().click();
    await look('in-entry');
    await page.getByRole('button', { name: /Ada Adler/ }).click();
    await page.getByRole('menuitemradio', { name: 'Dark' }).waitFor();
    await look('in-menu');
    await page.getByRole('menuitemradio', { name: 'Dark' }).click();
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.evaluate(() => localStorage.clear());
    await page.setViewportSize(NARROW);
    await page.reload();
    await page.getByRole('button', { name: 'Open navigation' }).click();
    await page.getByRole('link', { name: 'Risks' }).waitFor();
    await shoot(page, 'in-drawer');
    expect(await findBarriers(page)).toEqual([]);
    await page.setViewportSize(WIDE);
    expect(found).toEqual({});
  }, 60_000);
};
