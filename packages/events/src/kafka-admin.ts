import kafkajs, { type AclEntry, type Admin } from 'kafkajs';
import { type KafkaAddress, type KafkaLog, openClient } from './kafka-client.ts';
import type { Acl } from './kafka-topics.ts';

/** A topic's only partition, with as many copies as the cluster is meant to keep. */
export type TopicWish = { readonly name: string; readonly copies: number };

const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

export type KafkaAdministrator = {
  readonly clusterId: () => Promise<string>;
  /** Makes the topics that are missing; answers their names. */
  readonly ensureTopics: (wishes: readonly TopicWish[]) => Promise<readonly string[]>;
  readonly removeTopics: (names: readonly string[]) => Promise<void>;
  /** Lets these principals do exactly what is listed, and nothing that was allowed to them before. */
  readonly setAcls: (principals: readonly string[], acls: readonly Acl[]) => Promise<void>;
  readonly removeGroups: (names: readonly string[]) => Promise<void>;
  readonly close: () => Promise<void>;
};

const DAYS_7 = 7 * 24 * 60 * 60 * 1000;
const DAY = 24 * 60 * 60 * 1000;
/** A run is some 700 kB at most, but a single entry may be larger. */
const MOST_MESSAGE_BYTES = 8 * 1024 * 1024;

const topicSettings = [
  { name: 'retention.ms', value: String(DAYS_7) },
  { name: 'segment.ms', value: String(DAY) },
  { name: 'segment.bytes', value: String(64 * 1024 * 1024) },
  { name: 'cleanup.policy', value: 'delete' },
  { name: 'max.message.bytes', value: String(MOST_MESSAGE_BYTES) },
];

/** Opens the administrator's connection. @throws Error when the login is refused or no broker answers */
export const openAdministrator = async (
  address: KafkaAddress,
  log: KafkaLog,
): Promise<KafkaAdministrator> => {
  const admin = openClient(address, { name: 'bulwark-operator', log }).admin();
  await admin.connect();
  return {
    clusterId: async () => (await admin.describeCluster()).clusterId,
    ensureTopics: async (wishes) => {
      const present = new Set(await admin.listTopics());
      const missing = wishes.filter(({ name }) => !present.has(name));
      if (missing.length > 0) await createTopics(admin, missing);
      return missing.map(({ name }) => name);
    },
    removeTopics: async (names) => {
      const present = new Set(await admin.listTopics());
      const topics = names.filter((name) => present.has(name));
      if (topics.length > 0) await admin.deleteTopics({ topics });
    },
    setAcls: async (principals, acls) => {
      for (const principal of principals) {
        const mine = acls.filter((acl) => acl.principal === principal);
        await setAclsOf(admin, principal, mine);
      }
    },
    removeGroups: async (names) => {
      const { groups } = await admin.listGroups();
      const there = groups.map(({ groupId }) => groupId).filter((id) => names.includes(id));
      if (there.length > 0) await admin.deleteGroups(there);
    },
    close: async () => await admin.disconnect(),
  };
};

const createTopics = async (admin: Admin, wishes: readonly TopicWish[]): Promise<void> => {
  await admin.createTopics({
    waitForLeaders: true,
    topics: wishes.map(({ name, copies }) => ({
      topic: name,
      numPartitions: 1,
      replicationFactor: copies,
      configEntries: topicSettings,
    })),
  });
};

/** What is missing comes first, so that a principal in use is never without what it keeps. */
const setAclsOf = async (admin: Admin, principal: string, acls: readonly Acl[]): Promise<void> => {
  const wanted = acls.map(entryOf);
  const present = await aclsOf(admin, principal);
  const missing = wanted.filter((one) => !present.some((other) => isSame(one, other)));
  const surplus = present.filter((one) => !wanted.some((other) => isSame(one, other)));
  if (missing.length > 0) await admin.createAcls({ acl: missing });
  if (surplus.length > 0) await admin.deleteAcls({ filters: surplus });
};

const aclsOf = async (admin: Admin, principal: string): Promise<AclEntry[]> => {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
    principal: `User:${principal}`,
  });
  return resources.flatMap(({ acls, ...resource }) => acls.map((acl) => ({ ...resource, ...acl })));
};

const resourceTypes = { topic: AclResourceTypes.TOPIC, group: AclResourceTypes.GROUP };
const operations = { read: AclOperationTypes.READ, write: AclOperationTypes.WRITE };

const entryOf = ({ principal, on, name, may }: Acl): AclEntry => ({
  principal: `User:${principal}`,
  host: '*',
  resourceType: resourceTypes[on],
  resourceName: name,
  resourcePatternType: ResourcePatternTypes.LITERAL,
  operation: operations[may],
  permissionType: AclPermissionTypes.ALLOW,
});

const compared = [
  'principal',
  'host',
  'resourceType',
  'resourceName',
  'resourcePatternType',
  'operation',
  'permissionType',
] as const;

const isSame = (a: AclEntry, b: AclEntry): boolean => compared.every((name) => a[name] === b[name]);
