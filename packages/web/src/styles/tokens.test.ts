import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const blocks = css.split('}').filter((block) => block.includes('{'));
const tokensOf = (block: string | undefined): Record<string, string> =>
  Object.fromEntries(
    [...(block ?? '').matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)].map((m) => [m[1], m[2]]),
  );
const themes = { light: tokensOf(blocks[0]), dark: tokensOf(blocks[1]) };

const luminance = (hex: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

const grounds = ['bg', 'surface', 'raised', 'hover'];
const pairs: readonly (readonly [string, string])[] = [
  ...['ink', 'ink-2', 'ink-3', 'accent'].flatMap((ink) => grounds.map((g) => [ink, g] as const)),
  ['ink', 'accent-soft'],
  ['ink-2', 'accent-soft'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['bad', 'surface'],
  ...['ok', 'bad', 'warn'].map((tone) => [tone, `${tone}-soft`] as const),
  ...['vl', 'l', 'm', 'h', 'c'].map((level) => [`on-${level}`, level] as const),
];

describe.each(Object.entries(themes))('%s theme', (_name, tokens) => {
  test.each(pairs)('%s on %s is readable', (ink, ground) => {
    expect(contrast(tokens[ink] ?? '', tokens[ground] ?? '')).toBeGreaterThanOrEqual(4.5);
  });

  test('the border of a field is visible', () => {
    expect(contrast(tokens.field ?? '', tokens.surface ?? '')).toBeGreaterThanOrEqual(3);
  });
});
