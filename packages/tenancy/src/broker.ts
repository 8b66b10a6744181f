import type { TenantEntry } from './directory.ts';
import type { Installation } from './installation.ts';
import { readSecret } from './keys.ts';
import type { Acl, Broker, Parts } from './parts.ts';
import { type Service, services } from './schemas.ts';

/** A tenant's service as the broker knows it. */
export const principalName = (id: string, service: Service): string => `${id}.${service}`;

const topicNames = (id: string) => ({ events: `${id}.events`, audit: `${id}.audit` });

/**
 * What each service may do, every name in full: all write both topics, for only a lane's owner can sign its runs; all
 * read events as a group of their own; audit alone reads the audit topic.
 */
export const aclsOf = (id: string): readonly Acl[] => {
  const { events, audit } = topicNames(id);
  return services.flatMap((service) => {
    const principal = principalName(id, service);
    const allow = (on: Acl['on'], name: string, may: Acl['may']): Acl => ({
      principal,
      on,
      name,
      may,
    });
    return [
      allow('topic', events, 'write'),
      allow('topic', audit, 'write'),
      allow('topic', events, 'read'),
      allow('group', principal, 'read'),
      ...(service === 'audit' ? [allow('topic', audit, 'read')] : []),
    ];
  });
};

/**
 * Whose principals can log in. A compact cell is one process with one login: audit's, which may read both topics; a
 * password that nobody uses is not made. Split, every service is a process with a login of its own.
 */
export const principalsOf = (packing: TenantEntry['packing']): readonly Service[] =>
  packing === 'compact' ? ['audit'] : services;

/**
 * Gives a tenant its topics, its services' rights and the principals they use,
 * where Kafka carries events. Asked again, it changes nothing.
 */
export const makeBus = async (
  { broker, step }: Pick<Parts, 'step' | 'broker'>,
  installation: Installation,
  { id, packing }: Pick<TenantEntry, 'id' | 'packing'>,
): Promise<void> => {
  if (!broker) return;
  await broker.ensureTopics(Object.values(topicNames(id)));
  await step?.('topics');
  const names = services.map((service) => principalName(id, service));
  await broker.setAcls(names, aclsOf(id));
  await step?.('acls');
  for (const service of principalsOf(packing)) {
    const password = await readSecret(installation, id, service, 'kafka.password');
    await broker.ensurePrincipal({ name: principalName(id, service), password });
  }
  await step?.('principals');
};

/** Takes away all that a tenant has at the broker. Asked again, there is nothing left to do. */
export const removeBus = async (broker: Broker, id: string): Promise<void> => {
  const names = services.map((service) => principalName(id, service));
  await broker.endLogins(names);
  await broker.setAcls(names, []);
  await broker.removeTopics(Object.values(topicNames(id)));
  await broker.removeGroups(names);
};
