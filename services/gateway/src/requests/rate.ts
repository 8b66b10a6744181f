type Allowance = { readonly left: number; readonly at: number };
type Rate = { readonly perSecond: number; readonly burst: number };

/** A token bucket as data: what is left after this request, or null when there is nothing left. */
export const spend = (
  earlier: Allowance | undefined,
  { perSecond, burst }: Rate,
  now: number,
): Allowance | null => {
  const refilled = earlier ? earlier.left + ((now - earlier.at) / 1000) * perSecond : burst;
  const left = Math.min(burst, refilled) - 1;
  return left < 0 ? null : { left, at: now };
};

const maxCallers = 50_000;

/** Admits so many requests of one caller; remembers only the callers seen last. `perSecond: 0` admits all. */
export const createAdmission = ({ rate, now }: { rate: Rate; now: () => number }) => {
  const callers = new Map<string, Allowance>();
  return (caller: string): boolean => {
    if (rate.perSecond === 0) return true;
    const allowance = spend(callers.get(caller), rate, now());
    if (allowance === null) return false;
    callers.delete(caller);
    callers.set(caller, allowance);
    const [oldest] = callers.size > maxCallers ? callers.keys() : [];
    if (oldest !== undefined) callers.delete(oldest);
    return true;
  };
};
