import { userInfo } from 'node:os';
import { createInterface } from 'node:readline/promises';
import { refusal } from '@bulwark/tenancy';

/** Lets somebody at a terminal type the tenant's slug, unless `--yes <slug>` says it already. */
export const confirm = async (
  slug: string,
  { yes, what }: { readonly yes: string | undefined; readonly what: string },
): Promise<void> => {
  if (yes === slug) return;
  if (yes !== undefined || !process.stdin.isTTY) throw refusal(`${what} Confirm it: --yes ${slug}`);
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const typed = await terminal.question(`${what} Type '${slug}' to go on: `);
  terminal.close();
  if (typed.trim() !== slug) throw refusal('That is another name: nothing was done.');
};

/** Who stands at the desk, for the trail. */
export const operatorName = (): string => process.env.SUDO_USER || userInfo().username;
