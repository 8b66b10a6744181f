import type { Parked, Retried } from '@bulwark/events';
import { refusal } from '@bulwark/tenancy';
import { say } from '../settings.ts';
import { ask } from './ask.ts';
import { operatorName } from './confirm.ts';
import { demandTenant, opened } from './desk.ts';

/** The peer socket of one process of each service. @throws a refusal when the cell does not run */
const peersOf = async (slug: string): Promise<(readonly [string, string])[]> => {
  const { state, services } = await demandTenant(await opened(), slug);
  if (state !== 'active') throw refusal(`'${slug}' is ${state}: only a running cell is asked.`);
  return Object.entries(services).flatMap(([name, [first]]) =>
    first ? [[name, first.peer] as const] : [],
  );
};

const print = (service: string, { lane, n, key, reason, created }: Parked): void =>
  say(`${service.padEnd(13)} ${`${lane} ${n}`.padEnd(22)} ${created}  ${key}  ${reason}`);

/** Lists the events that a tenant's services could not consume. */
export const printParked = async (slug: string): Promise<void> => {
  for (const [service, peer] of await peersOf(slug)) {
    const { items } = await ask<{ items: Parked[] }>(peer, { method: 'GET', path: '/parked' });
    for (const item of items) print(service, item);
  }
};

/** Has every service try its parked events again; each one that is made up for stands in the trail. */
export const retryParked = async (
  slug: string,
  { reason }: { readonly reason?: string | undefined },
): Promise<void> => {
  const body = { operator: operatorName(), reason: reason ?? 'none given' };
  for (const [service, peer] of await peersOf(slug)) {
    const question = { method: 'POST', path: '/parked/retry', body, seconds: 600 } as const;
    const { done, left } = await ask<Retried>(peer, question);
    if (done.length > 0) say(`${service}: ${done.length} made up for`);
    for (const item of left) print(service, item);
  }
};
