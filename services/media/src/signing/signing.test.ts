import { expect, test } from '@jest/globals';
import { cdnToken, readDirectory, signDirectory } from './directory.ts';
import { readEmbed, signEmbed } from './embed.ts';

const VIDEO = '32d140e2-e4f4-4eec-9d53-20371e9be607';
const now = new Date('2026-01-01T00:00:00Z');
const expires = now.getTime() / 1000 + 60;

test('CDN tokens are those of the provider’s published vectors', () => {
  const at = { expires: 1_598_024_587 };
  expect(cdnToken('/300kb.jpg', at, 'SecurityKey')).toBe(
    'HS256-o10JRWlsAItyAsdKS6jJKjabHN4FrFsplDHPV1idcX4',
  );
  const parameters = { token_path: '/abc' };
  expect(cdnToken('/abc', { ...at, parameters }, 'SecurityKey')).toBe(
    'HS256-uVZvT3SbEoVKYJyDJgbcsDmSFf73cv-uNUVaJiKWpbQ',
  );
});

test('[claim 6.8] an embed address is good for its video, its key and its time alone', () => {
  const embed = { library: 7, videoId: VIDEO, expires };
  const address = signEmbed(embed, 'key');
  const read = (text: string, { key = 'key', at = now } = {}) => readEmbed(text, { key, now: at });
  expect(read(address)).toEqual(embed);
  expect(read(address, { key: 'other' })).toBeNull();
  expect(read(address, { at: new Date(expires * 1000) })).toBeNull();
  expect(read(address.replace(VIDEO, VIDEO.replace('32d1', '32d2')))).toBeNull();
  expect(read(address.replace(String(expires), String(expires + 999)))).toBeNull();
  expect(read('https://example.org/')).toBeNull();
});

test('[claim 6.8] a directory address covers its own folder until it expires, and nothing else', () => {
  const path = `/${VIDEO}/`;
  const address = signDirectory({ host: 'vz.example', path, expires }, 'key');
  const read = (text: string, at = now) => readDirectory(text, { key: 'key', now: at });
  expect(read(`${address}playlist.m3u8`)).toEqual({ host: 'vz.example', path, expires });
  expect(read(address.replace(/\/[^/]+\/$/, '/another/video.m3u8'))).toBeNull();
  expect(read(address.replace(/token_path=[^&]+/, 'token_path=%2F'))).toBeNull();
  expect(read(address, new Date(expires * 1000))).toBeNull();
  expect(read(`${address}../other/a.ts`)).toBeNull();
});
