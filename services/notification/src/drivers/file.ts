import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import type { Driver, Mail } from '../types/mail.ts';

/** For development: every mail becomes an .eml file in a folder of the tenant, readable by its UNIX user alone. */
export const createFileDriver = (folder: string): Driver => ({
  send: async (mail) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const name = mail.messageId.replace(/^<|@.*$/g, '');
    const draft = join(folder, `.${name}`);
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(await compose(mail));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, join(folder, `${name}.eml`));
  },
});

const compose = (mail: Mail): Promise<Buffer> =>
  new MailComposer({ ...mail, disableFileAccess: true, disableUrlAccess: true }).compile().build();
