import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, open, rename } from 'node:fs/promises';
import { isCode, type Owner, type Place } from '@bulwark/tenancy';

/**
 * Files and folders for other accounts without any capability: all of them stay this account's, and what another account
 * shall read or write is given to its group, of which this process is a member.
 */
export const place: Place = {
  folder: async (path, owner) => {
    await mkdir(path).catch((error) => {
      if (!isCode(error, 'EEXIST')) throw error;
    });
    await chown(path, -1 >>> 0, owner.gid ?? ownGroup());
    await chmod(path, modeOf(owner));
  },
  file: async (path, content, owner) => {
    const draft = `${path}.${randomUUID()}`;
    const file = await open(draft, 'wx', 0o600);
    try {
      await file.writeFile(content);
      await file.chown(-1 >>> 0, owner.gid ?? ownGroup());
      await file.chmod(modeOf(owner));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  },
};

const ownGroup = (): number => process.getgid?.() ?? 0;

/** What the other account could do as the owner, it can do as the group. */
const modeOf = ({ uid, mode }: Owner): number =>
  uid === null ? mode : mode | ((mode & 0o700) >> 3);
