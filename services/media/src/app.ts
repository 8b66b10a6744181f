import type { App, Ports, Service } from '@bulwark/runtime';
import { readDirectory, signDirectory } from './signing/directory.ts';
import { readEmbed, signEmbed } from './signing/embed.ts';
import { videoRoutes } from './videos/routes.ts';

/** How long a signed address plays: enough to begin, too short to pass around. */
const SECONDS = 300;

const createApp = ({ database: { sql }, secret, newId }: Ports): App => {
  const keys = { embed: secret('embed.key').reveal(), cdn: secret('cdn.key').reveal() };
  return {
    routes: videoRoutes({
      sql,
      newId,
      sign: ({ library, videoId, host }, now) => {
        const expires = Math.floor(now.getTime() / 1000) + SECONDS;
        const directory = { host, path: `/${videoId}/`, expires };
        return {
          embed: signEmbed({ library, videoId, expires }, keys.embed),
          playlist: `${signDirectory(directory, keys.cdn)}playlist.m3u8`,
          expires: new Date(expires * 1000).toISOString(),
        };
      },
      check: (address, now) =>
        readEmbed(address, { key: keys.embed, now })?.videoId ??
        readDirectory(address, { key: keys.cdn, now })?.path.slice(1, -1) ??
        null,
    }),
  };
};

export const media: Service = { name: 'media', createApp };
