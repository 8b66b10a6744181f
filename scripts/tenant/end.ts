import { deleteTenant } from '@bulwark/tenancy';
import { say } from '../settings.ts';
import { confirm, operatorName } from './confirm.ts';
import { atDesk, opened } from './desk.ts';

export type DeleteFlags = {
  readonly yes?: string | undefined;
  readonly reason?: string | undefined;
  readonly 'no-backup'?: boolean | undefined;
};

/** Deletes a tenant for good, and prints what certifies it. */
export const endTenant = async (slug: string, flags: DeleteFlags): Promise<void> => {
  const installation = await opened();
  const what = `All data of '${slug}' is destroyed, its backups included, and can not be had again.`;
  await confirm(slug, { yes: flags.yes, what });
  const order = {
    slug,
    operator: operatorName(),
    reason: flags.reason ?? 'none given',
    withoutBackup: flags['no-backup'] === true,
  };
  const certificate = await atDesk(installation, (parts) =>
    deleteTenant(parts, installation, order),
  );
  say(JSON.stringify(certificate, null, 2));
};
