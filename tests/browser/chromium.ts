import { createHash, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Where `npm test` found Chromium; null names the suite as skipped. */
export const chromiumPath = (): string | null => process.env.BULWARK_TEST_CHROMIUM || null;

/** Chromium as a person's: it believes the keys of this installation's certificates and no others. */
export const openChromium = (home: string): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath() ?? '',
    args: ['--no-sandbox', `--ignore-certificate-errors-spki-list=${keysOf(home).join(',')}`],
  });

const keysOf = (home: string): string[] => {
  const folder = join(home, 'gateway/certificates');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.pem'))
    .map((name) => {
      const { publicKey } = new X509Certificate(readFileSync(join(folder, name)));
      const spki = publicKey.export({ type: 'spki', format: 'der' });
      return createHash('sha256').update(spki).digest('base64');
    });
};

export type Faults = {
  /** What the page's policy forbade, as the browser reports it. */
  readonly violations: string[];
  readonly console: string[];
  /** Requests to any other origin. */
  readonly elsewhere: string[];
};

/** Notes whatever a page of ours must never do. */
export const watch = async (context: BrowserContext, origin: string): Promise<Faults> => {
  const faults: Faults = { violations: [], console: [], elsewhere: [] };
  await context.exposeBinding('noteViolation', (_, text: string) => {
    faults.violations.push(text);
  });
  await context.addInitScript(() => {
    addEventListener('securitypolicyviolation', (event) => {
      const { noteViolation } = globalThis as unknown as { noteViolation: (text: string) => void };
      noteViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}`);
    });
  });
  context.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) faults.elsewhere.push(request.url());
  });
  context.on('page', (page) => listen(page, faults));
  return faults;
};

/** Printed by the browser for a refusal that a test asked for, and for features of the policy that it does not know. */
const EXPECTED = /status of (401|403|409|412|422|429)|Unrecognized feature/;

const listen = (page: Page, faults: Faults): void => {
  page.on('console', (message) => {
    if (!['error', 'warning'].includes(message.type())) return;
    if (!EXPECTED.test(message.text())) faults.console.push(message.text());
  });
  page.on('pageerror', (error) => faults.console.push(String(error)));
};
