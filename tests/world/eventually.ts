const PATIENCE_MS = 30_000;

/** Repeats a look until it no longer throws, for what another process does in its own time. */
export const eventually = async <T>(
  look: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> => {
  const end = Date.now() + patienceMs;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((done) => setTimeout(done, 25));
    }
  }
};
