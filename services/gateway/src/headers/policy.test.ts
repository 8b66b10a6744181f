import { expect, test } from '@jest/globals';
import { securityHeaders } from './policy.ts';

const value = (name: string): string | undefined =>
  securityHeaders[securityHeaders.indexOf(name) + 1];

test('[claim 5.12] the policy allows own scripts, nothing inline, no frame and no sniffing', () => {
  expect(value('Content-Security-Policy')).toBe(
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; " +
      "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; " +
      "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  );
  expect(value('X-Frame-Options')).toBe('DENY');
  expect(value('X-Content-Type-Options')).toBe('nosniff');
  expect(value('Referrer-Policy')).toBe('no-referrer');
});

test('[claim 5.12] every browser feature is off but copying, full screen and passkeys for ourselves', () => {
  const open = value('Permissions-Policy')
    ?.split(', ')
    .filter((feature) => !feature.endsWith('=()'));
  expect(open).toEqual([
    'clipboard-write=(self)',
    'fullscreen=(self)',
    'publickey-credentials-create=(self)',
    'publickey-credentials-get=(self)',
  ]);
});

test('[claim 2.2] HSTS holds two years and subdomains', () => {
  expect(value('Strict-Transport-Security')).toBe('max-age=63072000; includeSubDomains');
});
