import type { Container, Containers } from './stage.ts';

/** What the engine says of a container's rights. */
export const hardeningOf = ({ Config, HostConfig, Mounts }: Container) => ({
  user: Config.User,
  readOnly: HostConfig.ReadonlyRootfs,
  dropped: HostConfig.CapDrop ?? [],
  added: HostConfig.CapAdd ?? [],
  privileged: HostConfig.Privileged,
  noNewPrivileges: (HostConfig.SecurityOpt ?? []).includes('no-new-privileges:true'),
  ofTheHost: [
    ...Mounts.filter(({ Type }) => Type === 'bind').map(({ Destination }) => Destination),
    ...[HostConfig.NetworkMode, HostConfig.PidMode].filter((mode) => mode === 'host'),
  ],
});

const status = (text: string, name: string): string =>
  new RegExp(`^${name}:\\s*(\\S+)`, 'm').exec(text)?.[1] ?? 'missing';

/** What a process in it finds, by trying. */
export const insideOf = async ({ docker }: Containers, { Name }: Container) => {
  const run = (command: string) => docker('exec', Name.slice(1), 'sh', '-c', command);
  const text = await run('cat /proc/1/status');
  const tried = await run('touch /probe /usr/probe /opt/probe 2>&1; true');
  return {
    uid: status(text, 'Uid'),
    capabilities: status(text, 'CapEff'),
    bounding: status(text, 'CapBnd'),
    noNewPrivileges: status(text, 'NoNewPrivs'),
    written: [
      ...new Set(
        tried
          .trim()
          .split('\n')
          .map((line) => line.split(': ').at(-1)),
      ),
    ].join(),
  };
};
