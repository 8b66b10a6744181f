import { allAddresses, refusal, type ServiceAddress, type TenantEntry } from '@bulwark/tenancy';
import { waitFor } from './patience.ts';
import { isServiceReady } from './probe.ts';

const patienceSeconds = 30;
const servingSeconds = 60;

/** Waits until the driver has stopped a cell: none of its services answers any more. */
export const whenStopped = async (entry: TenantEntry): Promise<void> =>
  await whenSilent(entry, allAddresses(entry));

/** Waits until none of these processes of a tenant answers any more. */
export const whenSilent = async (
  { slug }: TenantEntry,
  addresses: readonly ServiceAddress[],
): Promise<void> => {
  const stopped = await waitFor(async () => !(await answers(addresses)).some(Boolean), {
    seconds: patienceSeconds,
  });
  if (!stopped) throw refusal(`The cell of '${slug}' does not stop. Look at its log, then repeat.`);
};

/** Waits until every one of these processes of a tenant is ready. */
export const whenServing = async (
  { slug }: TenantEntry,
  addresses: readonly ServiceAddress[],
): Promise<void> => {
  const serving = await waitFor(async () => (await answers(addresses)).every(Boolean), {
    seconds: servingSeconds,
  });
  if (!serving)
    throw refusal(
      `Not every new process of '${slug}' is ready; the old ones go on serving. Look at its logs, then repeat.`,
    );
};

const answers = async (addresses: readonly ServiceAddress[]): Promise<boolean[]> =>
  await Promise.all(addresses.map(({ peer }) => isServiceReady(peer)));
