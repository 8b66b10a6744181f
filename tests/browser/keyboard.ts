import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { codeOf, nextCode, PASSWORD } from './sign-in.ts';
import type { Stage } from './stage.ts';

/** Tab until the thing of this name has the cursor. */
const tabTo = async (page: Page, name: RegExp): Promise<void> => {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await page.keyboard.press('Tab');
    const text = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === document.body) return '';
      const label = at?.id ? document.querySelector(`label[for="${CSS.escape(at.id)}"]`) : null;
      return `${label?.textContent ?? ''} ${at?.getAttribute('aria-label') ?? ''} ${at?.textContent ?? ''}`;
    });
    if (name.test(text)) return;
  }
  throw new Error(`no way to ${name} by Tab`);
};

export const keyboardTests = (onStage: () => Stage): void => {
  test('signing out ends the session; signing in and working a list need no mouse', async () => {
    const { page, visit, acme, secret } = onStage();
    const used = codeOf(secret);
    await visit('/registers/risks', 'Risks');
    await page.getByRole('button', { name: /Ada Adler/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.getByText('You have signed out.').waitFor();
    const status = await page.evaluate(async () => (await fetch('/api/records/risks')).status);
    expect(status).toBe(401);

    await tabTo(page, /E-mail/);
    await page.keyboard.type(acme.admin.email);
    await tabTo(page, /Password/);
    await page.keyboard.type(PASSWORD);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Second factor' }).waitFor();
    await tabTo(page, /Six-digit code/);
    await page.keyboard.type(await nextCode(secret, used));
    await page.keyboard.press('Enter');

    await page.getByRole('heading', { level: 1, name: 'Risks' }).waitFor();
    await page.getByRole('link', { name: /^RSK-/ }).first().waitFor();
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name: 'Details' }).waitFor();
    const opened = page.url();
    await page.keyboard.press('Escape');
    await page.waitForURL(/\/registers\/risks$/);
    const row = page.locator(`[data-row="${opened.split('/').at(-1)}"]`);
    expect(await row.evaluate((node) => node === document.activeElement)).toBe(true);
    await page.keyboard.press('/');
    await page.keyboard.type('Insider');
    await page.getByText('1 of 1').waitFor();
    await tabTo(page, /^\s*RSK-/);
    await page.keyboard.press('Enter');
    await tabTo(page, /Edit/);
    await page.keyboard.press('Enter');
    await page.locator('input[name=title]:focus').waitFor();
    await page.keyboard.press('End');
    await page.keyboard.type(' home');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 2, name: 'Insider takes data home' }).waitFor();
  }, 90_000);
};
