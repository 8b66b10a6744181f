import type { TenantEntry } from '@bulwark/tenancy/directory';

export type Wanted = {
  readonly tenant: TenantEntry;
  readonly service: string;
  readonly sid: string;
};

type Needs = {
  /** Asks identity for a token; rejects when it can't be had. */
  readonly send: (wanted: Wanted) => Promise<string>;
  readonly now: () => number;
  readonly reuseMs: number;
  readonly maxEntries: number;
};

type Exchange = { readonly sentAt: number; readonly token: Promise<string> };

const keyOf = ({ tenant, service, sid }: Wanted): string =>
  `${tenant.id} ${tenant.epoch} ${service} ${sid}`;

/**
 * Gives the token of a session for one service. An exchange serves whoever asks within `reuseMs` of its being *sent*, for identity
 * counts on no token outliving a change by more than that; a failed one serves nobody who comes later.
 */
export const createExchange = ({ send, now, reuseMs, maxEntries }: Needs) => {
  const exchanges = new Map<string, Exchange>();

  const begin = (key: string, wanted: Wanted): Promise<string> => {
    const exchange = { sentAt: now(), token: send(wanted) };
    exchanges.delete(key);
    exchanges.set(key, exchange);
    const [oldest] = exchanges.size > maxEntries ? exchanges.keys() : [];
    if (oldest !== undefined) exchanges.delete(oldest);
    exchange.token.catch(() => {
      if (exchanges.get(key) === exchange) exchanges.delete(key);
    });
    return exchange.token;
  };

  return (wanted: Wanted): Promise<string> => {
    const key = keyOf(wanted);
    const earlier = exchanges.get(key);
    return earlier && now() - earlier.sentAt < reuseMs ? earlier.token : begin(key, wanted);
  };
};
