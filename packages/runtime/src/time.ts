/** The only timers of the product: everything else is given these. */

/** Calls `work` once after `ms`, unless the returned function is called first. Does not keep a process alive. */
export const later = (work: () => void, ms: number): (() => void) => {
  const timer = setTimeout(work, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

export const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** Resolves with the work, or rejects after `ms` with an error that names what took too long. */
export const within = async <T>(work: Promise<T>, ms: number, what: string): Promise<T> => {
  let cancel = (): void => {};
  const late = new Promise<never>((_, fail) => {
    cancel = later(() => fail(new Error(`${what} took longer than ${ms} ms`)), ms);
  });
  return Promise.race([work, late]).finally(cancel);
};

/** Lets waiting requests have their turn within a long computation. */
export const breathe = (): Promise<void> => new Promise((done) => setImmediate(done));
