import type { Ports, Service, Turn } from '@bulwark/runtime';

type Works = {
  readonly job: (turn: Turn, ports: Ports) => Promise<void>;
  readonly work: (signal: AbortSignal) => Promise<number | undefined>;
};

/** A service with a job at three in the morning and a work that two replicas must not do at once. */
export const serviceWith = ({ job, work }: Works, nudges: (() => void)[] = []): Service => ({
  name: 'media',
  createApp: (ports) => {
    const nudge = ports.alone('test work', work);
    nudges.push(nudge);
    return {
      routes: [],
      jobs: [
        {
          name: 'test job',
          schedule: '0 3 * * *',
          punctual: true,
          run: (turn) => job(turn, ports),
        },
      ],
      started: async () => nudge(),
    };
  },
});
