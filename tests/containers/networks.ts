import { type Container, type Containers, knockFrom } from './stage.ts';

export type Way = {
  readonly from: string;
  readonly to: string;
  readonly port: number;
  readonly answer: string;
};

const servicePorts = [8440, 8441, 8442, 8443, 8444, 8445, 8446, 8447, 8448, 8449, 8450, 8451];
const serverPorts: Record<string, readonly number[]> = {
  gateway: [8443, 8080],
  database: [3306],
  broker: [9092, 9093],
  objects: [7070],
  mail: [2525],
  witness: [8460],
};
const servers = ['database', 'broker', 'objects', 'mail', 'witness'];

const nameOf = ({ Name }: Container): string =>
  Name.replace(/^\/.*?-proof-[0-9a-f]+-(.*)-\d+$/, '$1');
const tenantOf = (name: string): string | null =>
  /^(acme|globex|platform)-/.exec(name)?.[1] ?? null;
const addressesOf = ({ NetworkSettings }: Container): string[] =>
  Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);

/** Ports on which a process of a tenant really listens: acme's services have two each, a cell all twelve. */
const portsOf = (name: string): readonly number[] => {
  const services = ['identity', 'records', 'audit', 'notification', 'backup', 'media'];
  const at = services.indexOf(name.replace('acme-', ''));
  if (tenantOf(name) === null) return serverPorts[name] ?? [];
  return at < 0 ? servicePorts : servicePorts.slice(2 * at, 2 * at + 2);
};

/** From each of our containers to every address and port of every other, and to a name and an address outside. */
export const knockAll = async (containers: Containers): Promise<readonly Way[]> => {
  const running = await containers.running();
  const ways: Way[] = [];
  for (const from of running.map(nameOf).filter((name) => name === 'gateway' || tenantOf(name))) {
    const others = running.filter((one) => nameOf(one) !== from);
    const targets = others.flatMap((one) =>
      addressesOf(one).flatMap((ip) =>
        portsOf(nameOf(one)).map((port) => ({ to: nameOf(one), ip, port })),
      ),
    );
    const outside = { to: 'outside', ip: '192.0.2.1', port: 443 };
    const all = [...targets, outside];
    const answers = await knockFrom(
      containers,
      from,
      all.map(({ ip, port }) => `${ip} ${port}`),
    );
    for (const { to, ip, port } of all)
      ways.push({ from, to, port, answer: answers[`${ip} ${port}`] ?? 'not asked' });
  }
  return ways;
};

const isAllowed = ({ from, to }: Way): boolean => {
  if (from === 'gateway') return tenantOf(to) !== null;
  if (tenantOf(to) !== null) return tenantOf(from) === tenantOf(to);
  return servers.includes(to);
};

/** One way of each kind is open where it may be: a container answers on the networks that it shares. */
export const allowed = (ways: readonly Way[]): readonly Way[] => {
  const open = new Map<string, Way>();
  for (const way of ways.filter(isAllowed).filter(({ port }) => port !== 9093)) {
    const key = `${way.from} ${way.to} ${way.port}`;
    if (open.get(key)?.answer !== 'open') open.set(key, way);
  }
  return [...open.values()];
};

/** From a tenant to another tenant's process, whatever its address and port; to outside; and from the gateway to what keeps data. */
export const forbidden = (ways: readonly Way[]): readonly Way[] =>
  ways.filter((way) => {
    const tenant = tenantOf(way.from);
    if (way.from === 'gateway') return servers.includes(way.to);
    return (tenantOf(way.to) !== null && tenantOf(way.to) !== tenant) || way.to === 'outside';
  });
