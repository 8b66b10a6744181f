import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = join(import.meta.dirname, '../..');
const KINDS = [
  'Spoofing',
  'Tampering',
  'Repudiation',
  'Information disclosure',
  'Denial of service',
  'Elevation of privilege',
];
const services = readdirSync(join(ROOT, 'services'));

const rowsOf = (page: string): string[][] =>
  page
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .slice(1)
    .map((line) => line.split('|').map((cell) => cell.trim()));

test.each(services)(
  '[claim 1.1] %s has a page of its threats by STRIDE, with its trust boundaries and a test for each',
  (service) => {
    const page = readFileSync(join(ROOT, 'docs/threat-model', `${service}.md`), 'utf8');
    expect(page).toContain('**Trust boundaries:**');
    const rows = rowsOf(page);
    expect([...new Set(rows.map(([, kind]) => kind))]).toEqual(KINDS);
    for (const [, , threat, defence, shown] of rows) {
      expect([threat, defence].map((text) => (text ?? '').length > 10)).toEqual([true, true]);
      const file = /^`(.+\.test\.ts)`$/.exec(shown ?? '')?.[1] ?? '';
      expect([shown, existsSync(join(ROOT, file)) && file !== '']).toEqual([shown, true]);
    }
  },
);
