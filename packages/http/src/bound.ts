/** How many entries of one kind a key may cause per minute; the one that reaches the bound says so. */
export const createBound = ({ most, keys = 10_000 }: { most: number; keys?: number }) => {
  const counts = new Map<string, { minute: number; count: number }>();
  return (key: string, now: Date): 'within' | 'reached' | 'beyond' => {
    const minute = Math.floor(now.getTime() / 60_000);
    const seen = counts.get(key);
    const count = seen?.minute === minute ? seen.count + 1 : 1;
    counts.delete(key);
    counts.set(key, { minute, count });
    if (counts.size > keys) counts.delete(counts.keys().next().value ?? '');
    if (count < most) return 'within';
    return count === most ? 'reached' : 'beyond';
  };
};
export type Bound = ReturnType<typeof createBound>;
