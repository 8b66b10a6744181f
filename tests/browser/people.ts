import { expect, test } from '@jest/globals';
import type { Stage } from './stage.ts';

export const peopleTests = (onStage: () => Stage): void => {
  test('[claim 4.1] [claim 4.4] a new person gets a password by mail, must replace it, and must enrol by a QR code drawn in the page', async () => {
    const { page, visit, newPage } = onStage();
    await visit('/people', 'People');
    await page.getByRole('link', { name: 'New person' }).click();
    await page.getByLabel('Name').fill('Mia Brandt');
    await page.getByLabel('E-mail').fill('mia.brandt@acme.example');
    await page.getByRole('checkbox', { name: /^Employee/ }).check();
    await page.getByLabel('Manager', { exact: true }).selectOption({ label: 'Ada Adler' });
    await page.getByRole('button', { name: 'Create person' }).click();
    await page.getByText('on its way to mia.brandt@acme.example').waitFor();
    await page.getByRole('heading', { level: 2, name: 'Mia Brandt', exact: true }).waitFor();

    const password = await onStage().mailedPassword('mia.brandt@acme.example');
    const { page: hers, faults } = await newPage();
    await hers.getByLabel('E-mail').fill('mia.brandt@acme.example');
    await hers.getByLabel('Password').fill(password);
    await hers.getByRole('button', { name: 'Continue' }).click();
    await hers.getByRole('heading', { name: 'Choose your own password' }).waitFor();
    await hers.goto(`${onStage().acme.url}/registers/risks`);
    await hers.getByRole('heading', { name: 'Choose your own password' }).waitFor();
    await hers.getByLabel('Current password').fill(password);
    await hers.getByLabel('New password').fill('short');
    await hers.getByRole('button', { name: 'Set new password' }).click();
    await hers.getByRole('alert').waitFor();
    await hers.getByLabel('New password').fill('Meadow-kettle-4-anvil');
    await hers.getByRole('button', { name: 'Set new password' }).click();
    const picture = hers.getByRole('img', { name: /QR code/ });
    await picture.waitFor();
    expect(await picture.evaluate((node) => node.tagName)).toBe('svg');
    expect(await hers.content()).not.toContain('data:');
    await hers.context().close();
    expect(faults).toEqual({ violations: [], console: [], elsewhere: [] });
  });

  test('a person is changed, deactivated with a reason and brought back', async () => {
    const { page, visit } = onStage();
    await visit('/people?search=Mia', 'People');
    await page.getByRole('link', { name: 'Mia Brandt' }).click();
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByRole('checkbox', { name: /^Auditor/ }).check();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText('Auditor stands alone').first().waitFor();
    await page.getByRole('checkbox', { name: /^Employee/ }).uncheck();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('button', { name: 'Deactivate' }).click();
    await page.getByLabel('Reason').fill('Left the company');
    await page.getByRole('dialog').getByRole('button', { name: 'Deactivate' }).click();
    await page.getByRole('button', { name: 'Reactivate' }).click();
    await page.getByLabel('Reason').fill('Came back');
    await page.getByRole('dialog').getByRole('button', { name: 'Reactivate' }).click();
    await page.getByRole('button', { name: 'Deactivate' }).waitFor();
    await page.getByRole('link', { name: 'What was done to this account' }).click();
    const reactivated = page.getByRole('row', { name: /person\.reactivate/ });
    await reactivated.getByRole('button').click();
    expect(await page.locator('main dl').last().innerText()).toMatch(
      /deactivated\s+after:\s*active/,
    );
  });
};
