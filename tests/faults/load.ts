import type { Browser } from '../world/browser.ts';

/** What clients were told: ids of records whose making was acknowledged. */
export type Acknowledged = { readonly ids: string[]; attempts: number; refused: number };

const WORKERS = 8;

/** Makes risks at a steady rate until told to stop, whatever the answers are. */
export const startLoad = (browser: Browser, perSecond: number) => {
  const seen: Acknowledged = { ids: [], attempts: 0, refused: 0 };
  let running = true;
  const began = Date.now();
  const turn = async (worker: number): Promise<void> => {
    for (let n = worker; running; n += WORKERS) {
      const due = began + (n * 1000) / perSecond;
      if (due > Date.now()) await new Promise((done) => setTimeout(done, due - Date.now()));
      seen.attempts += 1;
      const made = await browser
        .post('/api/records/risks', { title: `Change ${n}`, currentLikelihood: 1 + (n % 5) })
        .catch(() => null);
      if (made?.status === 201) seen.ids.push(made.body.id);
      else {
        seen.refused += 1;
        await new Promise((done) => setTimeout(done, 50));
      }
    }
  };
  const workers = Array.from({ length: WORKERS }, (_, worker) => turn(worker));
  return {
    seen,
    stop: async (): Promise<Acknowledged> => {
      running = false;
      await Promise.all(workers);
      return seen;
    },
  };
};

/** Numbers from 0 to 1 that a seed repeats (mulberry32). */
export const randomFrom = (seed: number) => {
  let state = seed >>> 0;
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
