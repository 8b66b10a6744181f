import { createHash, timingSafeEqual } from 'node:crypto';

/** What a signed address of the player says. `expires` in Unix seconds. */
export type Embed = {
  readonly library: number;
  readonly videoId: string;
  readonly expires: number;
};

const BASE = 'https://iframe.mediadelivery.net/embed';

/** hex(SHA-256(key ‖ video id ‖ expires)): Bunny Stream, token authentication of embeds. */
const tokenOf = ({ videoId, expires }: Embed, key: string): string =>
  createHash('sha256').update(`${key}${videoId}${expires}`).digest('hex');

export const signEmbed = (embed: Embed, key: string): string => {
  const query = new URLSearchParams({ token: tokenOf(embed, key), expires: String(embed.expires) });
  return `${BASE}/${embed.library}/${embed.videoId}?${query}`;
};

/** What a signed address allows right now; null when it was altered, is too old, or is no such address. */
export const readEmbed = (
  address: string,
  { key, now }: { key: string; now: Date },
): Embed | null => {
  const match = /^\/embed\/(\d+)\/([0-9a-f-]{36})$/.exec(URL.parse(address)?.pathname ?? '');
  const query = URL.parse(address)?.searchParams;
  const expires = Number(query?.get('expires'));
  if (!match?.[1] || !match[2] || !Number.isInteger(expires)) return null;
  const embed = { library: Number(match[1]), videoId: match[2], expires };
  const isRight = isSame(query?.get('token') ?? '', tokenOf(embed, key));
  return isRight && expires * 1000 > now.getTime() ? embed : null;
};

export const isSame = (given: string, right: string): boolean =>
  given.length === right.length && timingSafeEqual(Buffer.from(given), Buffer.from(right));
