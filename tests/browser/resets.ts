import { expect, test } from '@jest/globals';
import { tokenIn } from '../world/mails.ts';
import { findBarriers, type Stage, shoot } from './stage.ts';

const address = 'ines.ito@acme.example';
const name = 'Ines Ito';

export const resetTests = (onStage: () => Stage): void => {
  test('an administrator sends a new password, which works once and must be replaced', async () => {
    const { page, visit, newPage, mailedPassword } = onStage();
    await visit('/people?search=Ines', 'People');
    await page.getByRole('link', { name }).click();
    await page.getByRole('button', { name: 'Reset password' }).click();
    const dialog = page.getByRole('dialog', { name: `Reset the password of ${name}?` });
    await dialog.getByText('Their authenticator app stays.').waitFor();
    await shoot(page, 'reset-dialog');
    expect(await findBarriers(page)).toEqual([]);
    await dialog.getByLabel('Reason').fill('Locked out after a holiday');
    await dialog.getByRole('button', { name: 'Reset password' }).click();
    await page.getByText(`A new password is on its way to ${name}`).waitFor();

    const password = await mailedPassword(address);
    const { page: hers, faults } = await newPage();
    await hers.getByLabel('E-mail').fill(address);
    await hers.getByLabel('Password').fill(password);
    await hers.getByRole('button', { name: 'Continue' }).click();
    await hers.getByRole('heading', { name: 'Choose your own password' }).waitFor();
    await hers.context().close();
    expect(faults).toEqual({ violations: [], console: [], elsewhere: [] });
  });

  test('who forgot the password gets a link by mail and chooses another; the link works once', async () => {
    const { acme, newPage, mail } = onStage();
    const { page: hers, faults } = await newPage();
    await hers.getByRole('button', { name: 'Forgot your password?' }).click();
    await hers.getByLabel('E-mail').fill(address);
    await shoot(hers, 'forgotten');
    expect(await findBarriers(hers)).toEqual([]);
    await hers.getByRole('button', { name: 'Send the link' }).click();
    await hers.getByText('If somebody here has this address').waitFor();

    const link = `${acme.url}/reset#${tokenIn(await mail(address, 2))}`;
    const chooseAt = async (): Promise<void> => {
      await hers.goto('about:blank');
      await hers.goto(link);
      await hers.getByLabel('New password').fill('Harbour-violin-9-cedar');
      await hers.getByRole('button', { name: 'Set new password' }).click();
    };
    await chooseAt();
    await hers.getByText('Your password is changed.').waitFor();
    await shoot(hers, 'reset-done');
    expect(await findBarriers(hers)).toEqual([]);
    await chooseAt();
    await hers.getByRole('alert').waitFor();
    await hers.goto(acme.url);
    await hers.getByLabel('E-mail').fill(address);
    await hers.getByLabel('Password').fill('Harbour-violin-9-cedar');
    await hers.getByRole('button', { name: 'Continue' }).click();
    await hers.getByRole('heading', { name: 'Set up the second factor' }).waitFor();
    await hers.context().close();
    expect(faults.violations).toEqual([]);
    expect(faults.elsewhere).toEqual([]);
  });
};
