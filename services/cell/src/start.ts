import { audit } from '@bulwark/audit';
import { backup } from '@bulwark/backup';
import { identity } from '@bulwark/identity';
import { media } from '@bulwark/media';
import { notification } from '@bulwark/notification';
import { records } from '@bulwark/records';
import { type Cell, type Log, type Running, type Service, startServices } from '@bulwark/runtime';

/** Every service of the product that a cell can run; the cell's folder says which ones it does. */
export const services: readonly Service[] = [audit, identity, records, notification, backup, media];

type Around = { readonly log: Log; readonly resources: string; readonly now?: () => Date };

/** Runs one tenant's services in this process, joined by one bus. */
export const startCell = async (cell: Cell, around: Around): Promise<Running> =>
  await startServices(
    services.filter(({ name }) => cell.spec.services.includes(name)),
    cell,
    around,
  );
