import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { readConfig } from './config.ts';

const aHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'gateway-home-'));
  mkdirSync(join(home, 'gateway', 'certificates'), { recursive: true });
  writeFileSync(join(home, 'installation.json'), '{"httpsPort":8443,"httpPort":8080}');
  writeFileSync(join(home, 'gateway', 'certificates', 'a.key'), 'secret', { mode: 0o400 });
  return home;
};

test('the installation gives the ports, the environment may give others', () => {
  const home = aHome();
  expect(readConfig({ BULWARK_HOME: home })).toMatchObject({ httpsPort: 8443, httpPort: 8080 });
  const changed = readConfig({ BULWARK_HOME: home, BULWARK_HTTPS_PORT: '443', BULWARK_RATE: '0' });
  expect(changed).toMatchObject({ httpsPort: 443, limits: { rate: { perSecond: 0 } } });
});

test('a key that others may read is refused', () => {
  const home = aHome();
  chmodSync(join(home, 'gateway', 'certificates', 'a.key'), 0o440);
  expect(() => readConfig({ BULWARK_HOME: home })).toThrow('a.key may be read by others');
});

test('everything wrong is told at once', () => {
  const environment = {
    BULWARK_HOME: '/nowhere',
    BULWARK_HTTPS_PORT: 'https',
    BULWARK_CONNECTIONS: '-1',
    BULWARK_CLIENT_CA: '/ca.pem',
  };
  for (const problem of ['installation.json', 'HTTPS_PORT', 'HTTP_PORT', 'CONNECTIONS', 'together'])
    expect(() => readConfig(environment)).toThrow(problem);
});
