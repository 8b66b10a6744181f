import { createHmac } from 'node:crypto';
import { isSame } from './embed.ts';

/** A folder of a pull zone that may be read until `expires` (Unix seconds): a video's playlist and segments. */
export type Directory = { readonly host: string; readonly path: string; readonly expires: number };

/**
 * `HS256-` and base64url(HMAC-SHA-256(key, path ‖ expires ‖ parameters)): Bunny CDN, advanced token authentication in
 * its form of 2026. The parameters are sorted by code unit and joined raw, without `token` and `expires`.
 */
export const cdnToken = (
  path: string,
  {
    expires,
    parameters = {},
  }: { expires: number; parameters?: { readonly [name: string]: string } },
  key: string,
): string => {
  const names = Object.keys(parameters).sort();
  const data = names.map((name) => `${name}=${parameters[name]}`).join('&');
  const mac = createHmac('sha256', key).update(`${path}${expires}${data}`).digest('base64url');
  return `HS256-${mac}`;
};

/** The address in path form: relative addresses of segments inherit the token. */
export const signDirectory = ({ host, path, expires }: Directory, key: string): string => {
  const token = cdnToken(path, { expires, parameters: { token_path: path } }, key);
  return `https://${host}/bcdn_token=${token}&token_path=${encodeURIComponent(path)}&expires=${expires}${path}`;
};

/** What a signed address allows right now; null when it was altered, is too old, or leaves its folder. */
export const readDirectory = (
  address: string,
  { key, now }: { key: string; now: Date },
): Directory | null => {
  const url = URL.parse(address);
  const match = /^\/bcdn_token=([^&/]+)&token_path=([^&/]+)&expires=(\d+)(\/.*)$/.exec(
    url?.pathname ?? '',
  );
  if (!url || !match) return null;
  const [, token = '', encoded = '', seconds = '', target = ''] = match;
  const path = decodeURIComponent(encoded);
  const expires = Number(seconds);
  const right = cdnToken(path, { expires, parameters: { token_path: path } }, key);
  if (!isSame(token, right) || expires * 1000 <= now.getTime()) return null;
  return target.startsWith(path) ? { host: url.host, path, expires } : null;
};
