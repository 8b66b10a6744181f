import { totpCode } from '@bulwark/crypto';
import type { Page } from 'playwright-core';

export const PASSWORD = 'Quarry-lantern-7-orchid';

type Account = { readonly email: string; readonly password: string };

/** The whole of a first sign-in, as its person does it. Answers the secret of the authenticator app. */
export const signInFirst = async (page: Page, { email, password }: Account): Promise<string> => {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Continue' }).click();
  await page.getByLabel('Current password').fill(password);
  await page.getByLabel('New password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Set new password' }).click();
  const secret = (await page.locator('code').innerText()).replaceAll(' ', '');
  await page.getByLabel('Six-digit code').fill(codeOf(secret));
  await page.getByRole('button', { name: 'Confirm and sign in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  return secret;
};

export const codeOf = (secret: string): string => totpCode(secret, Math.floor(Date.now() / 1000));

const STEP_MS = 30_000;

/** A code that was not used yet: a code is good once, so this waits for the app's next one. */
export const nextCode = async (secret: string, used: string): Promise<string> => {
  while (codeOf(secret) === used) {
    await new Promise((done) => setTimeout(done, STEP_MS - (Date.now() % STEP_MS)));
  }
  return codeOf(secret);
};
