import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { portsOf, type Service, secretsOf, services } from '@bulwark/tenancy';
import { beforeAll, expect, test } from '@jest/globals';
import { clone } from '../settings.ts';
import { composed, type Manifest } from './compose.ts';
import { faultsOf } from './examine.ts';

const stages = ['development', 'staging', 'production'];
const parts = ['platform', 'tenant'];

let all: Map<string, readonly Manifest[]>;

beforeAll(async () => {
  const made = stages.flatMap((stage) =>
    parts.map(async (part): Promise<[string, readonly Manifest[]]> => {
      const name = `${stage}/${part}`;
      return [name, await composed(join(clone, 'k8s/overlays', name))];
    }),
  );
  all = new Map(await Promise.all(made));
}, 120_000);

const everything = (): readonly Manifest[] => [...all.values()].flat();
const production = (part: string): readonly Manifest[] => all.get(`production/${part}`) ?? [];
const podsIn = (manifests: readonly Manifest[]) =>
  manifests.filter(({ kind }) => kind === 'Deployment') as unknown as {
    metadata: { name: string };
    // biome-ignore lint/suspicious/noExplicitAny: the test below holds their types
    spec: { template: { spec: any } };
  }[];

test('every manifest of every stage is of the types that Kubernetes publishes, and has no unknown field', async () => {
  expect([...all.values()].map(({ length }) => length)).toEqual([13, 35, 13, 35, 13, 35]);
  expect(await faultsOf(everything())).toEqual([]);
}, 60_000);

test('a planted wrong type, a misspelt field and an unknown kind are refused', async () => {
  const plant = (change: (text: string) => string): Manifest[] =>
    production('tenant').map((one) => JSON.parse(change(JSON.stringify(one))));
  const wrong = plant((text) => text.replaceAll('"runAsNonRoot":true', '"runAsNonRoot":"yes"'));
  expect((await faultsOf(wrong)).join()).toContain('runAsNonRoot');
  const misspelt = plant((text) =>
    text.replaceAll('readOnlyRootFilesystem', 'readOnlyRootFileSystem'),
  );
  const faults = await faultsOf(misspelt);
  expect(faults).toHaveLength(services.length);
  expect(faults[0]).toContain('\'"readOnlyRootFileSystem"\' does not exist');
  const unknown = plant((text) =>
    text.replaceAll('"kind":"NetworkPolicy"', '"kind":"NetworkPolice"'),
  );
  expect((await faultsOf(unknown)).join()).toContain('no NetworkPolice');
}, 60_000);

test('[claim 3.2] every pod is what PodSecurity’s restricted profile wants, and writes to its volumes alone', () => {
  const pods = podsIn(everything());
  expect(pods).toHaveLength(stages.length * (services.length + 2));
  for (const { metadata, spec } of pods) {
    const { spec: pod } = spec.template;
    expect([metadata.name, pod.securityContext, pod.automountServiceAccountToken]).toEqual([
      metadata.name,
      expect.objectContaining({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } }),
      false,
    ]);
    for (const container of pod.containers)
      expect(container.securityContext).toEqual({
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
      });
  }
});

test('a tenant’s namespace lets nothing in or out by default, then the gateway in, and out to servers, witness and resolver', () => {
  const policies = production('tenant').filter(({ kind }) => kind === 'NetworkPolicy');
  const [deny] = policies.filter(({ metadata }) => metadata.name === 'default-deny');
  expect(deny?.spec).toEqual({ podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  const namespaces = (name: string): readonly string[] =>
    [
      ...JSON.stringify(policies.find(({ metadata }) => metadata.name === name)).matchAll(
        /"kubernetes.io\/metadata.name":"([^"]+)"/g,
      ),
    ].map(([, found]) => found ?? '');
  expect(policies).toHaveLength(5);
  expect(namespaces('from-the-gateway')).toEqual(['bulwark-platform']);
  expect(namespaces('to-the-witness')).toEqual(['bulwark-platform']);
  expect(namespaces('to-the-servers')).toEqual(['bulwark-data']);
  expect(namespaces('to-the-resolver')).toEqual(['kube-system']);
});

test('every service is given all of its secrets, and no other', () => {
  const door = ['door.pem', 'door.key'];
  for (const service of services) {
    const text = readFileSync(join(clone, `k8s/tenant/services/${service}.yaml`), 'utf8');
    const given = [...text.matchAll(/path: secrets\/(\S+) \}/g)].map(([, path]) => path);
    const own = [...secretsOf[service], ...door].map((name) => `${service}/${name}`);
    const child = secretsOf['backup-child'].map((name) => `backup-child/${name}`);
    expect(given.toSorted()).toEqual([...own, ...(service === 'backup' ? child : [])].toSorted());
  }
});

test('the manifests of the services differ in names, ports and secrets alone', () => {
  const plain = (service: Service): string => {
    const { front, peer } = portsOf(service);
    return readFileSync(join(clone, `k8s/tenant/services/${service}.yaml`), 'utf8')
      .replaceAll(new RegExp(`\\b${service}\\b`, 'g'), 'SERVICE')
      .replaceAll(String(front), 'FRONT')
      .replaceAll(String(peer), 'PEER')
      .split('\n')
      .filter((line) => !line.includes('path: secrets/'))
      .join('\n');
  };
  const alike = services.filter((service) => service !== 'backup');
  for (const service of alike) expect(plain(service)).toBe(plain('records'));
  expect(plain('backup')).toContain('objects');
});
