/** How many wrong passwords pass in one period of 15 minutes: per account and network, and per network. */
export const LIMITS = { accountAndNetwork: 10, network: 100 } as const;
export const PERIOD_MINUTES = 15;

/** The period that a moment falls into. */
export const periodOf = (now: Date): Date =>
  new Date(Math.floor(now.getTime() / (PERIOD_MINUTES * 60_000)) * PERIOD_MINUTES * 60_000);

export const secondsLeft = (now: Date): number =>
  Math.ceil((periodOf(now).getTime() + PERIOD_MINUTES * 60_000 - now.getTime()) / 1000);

/** The block that an address is counted under: /24 of IPv4, /64 of IPv6. */
export const networkOf = (ip: string): string =>
  ip.includes(':') ? expand(ip).slice(0, 4).join(':') : ip.split('.').slice(0, 3).join('.');

/** The eight groups of an IPv6 address. */
const expand = (ip: string): string[] => {
  const [head = '', tail = ''] = ip.split('::');
  const start = head.split(':').filter(Boolean);
  const end = tail.split(':').filter(Boolean);
  const zeros = Array.from({ length: Math.max(0, 8 - start.length - end.length) }, () => '0');
  return [...start, ...zeros, ...end];
};
