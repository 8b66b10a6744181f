import { refusal, type TenantEntry } from '@bulwark/tenancy';
import { waitFor } from './patience.ts';
import { isServiceReady } from './probe.ts';

const patienceSeconds = 30;

/** Waits until the driver has stopped a cell: none of its services answers any more. */
export const whenStopped = async ({ slug, services }: TenantEntry): Promise<void> => {
  const stopped = await waitFor(
    async () => {
      const answers = await Promise.all(
        Object.values(services).map(({ peer }) => isServiceReady(peer)),
      );
      return !answers.some(Boolean);
    },
    { seconds: patienceSeconds },
  );
  if (!stopped) throw refusal(`The cell of '${slug}' does not stop. Look at its log, then repeat.`);
};
