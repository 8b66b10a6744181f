import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

/** The newest mail to an address, as the file driver wrote it; waits until there are at least `count`. */
export const mailTo = (cell: string, address: string, count = 1): Promise<string> =>
  eventually(async () => {
    const folder = join(cell, 'data', 'mail');
    const names = (await readdir(folder)).filter((name) => name.endsWith('.eml')).sort();
    const mails = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
    const mine = mails.filter((mail) => mail.includes(`To: ${address}\r\n`));
    if (mine.length < count) throw new Error(`${mine.length} mails to ${address}`);
    return plain(mine.at(-1) ?? '');
  });

/** Undoes quoted-printable (RFC 2045 §6.7). */
const plain = (mail: string): string =>
  mail
    .replace(/=\r\n/g, '')
    .replace(/((?:=[0-9A-F]{2})+)/g, (run) =>
      Buffer.from(run.replaceAll('=', ''), 'hex').toString(),
    );

/** The password for one sign-in that a mail brings. */
export const passwordIn = (mail: string): string =>
  /\b[a-z2-9]{5}(?:-[a-z2-9]{5}){3}\b/.exec(mail)?.[0] ?? '';

/** The token of the link that a mail brings. */
export const tokenIn = (mail: string): string => /#([A-Za-z0-9_-]{43})/.exec(mail)?.[1] ?? '';
