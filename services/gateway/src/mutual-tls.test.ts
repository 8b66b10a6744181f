import { request } from 'node:https';
import { type Door, listenTls } from '@bulwark/runtime/tls-doors';
import { type Certified, certify, makeAuthority } from '@bulwark/tenancy/certificate';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createPools, failureOf } from './pools.ts';
import { at } from './spread.ts';

type Purpose = 'server' | 'client';
type Authority = {
  readonly ca: string;
  readonly give: (name: string, purpose: Purpose) => Promise<Certified>;
};

const anAuthority = async (): Promise<Authority> => {
  const authority = await makeAuthority('inner', new Date());
  return {
    ca: authority.certificate,
    give: (name, purpose) => certify({ authority, hosts: [name], now: new Date(), purpose }),
  };
};

let inner: Authority;
let other: Authority;
let server: Door;
let records: Certified;
let origin: string;

beforeAll(async () => {
  [inner, other] = [await anAuthority(), await anAuthority()];
  records = await inner.give('localhost', 'server');
  server = await openRecords(records);
  origin = `https://localhost:${server.port}`;
});
afterAll(() => server.close());

/** A service's door: it says who it takes its caller for. */
const openRecords = ({ certificate, key }: Certified): Promise<Door> =>
  listenTls(
    0,
    { ca: inner.ca, cert: certificate, key },
    {
      gateway: (_request, response) => void response.end('gateway'),
      operator: (_request, response) => void response.end('operator'),
    },
    0,
  );

type Client = { readonly certificate: string; readonly key: string } | null;

/** What the gateway's own pool gets there with a certificate, or how it failed. */
const byPool = async (at: string, shown: Certified, ca = inner.ca): Promise<string> => {
  const tls = { ca, cert: shown.certificate, key: shown.key };
  const pools = createPools({ tls, answerMs: 2000 });
  try {
    const { body } = await pools.get(at).request({ method: 'GET', path: '/' });
    return await body.text();
  } catch (error) {
    return `${failureOf(error)} ${(error as { code?: string }).code}`;
  } finally {
    await pools.close();
  }
};

/** The same without a pool, so that it may show nothing. */
const directly = (client: Client): Promise<string> =>
  new Promise((done) => {
    const shown = client ? { cert: client.certificate, key: client.key } : {};
    request(origin, { ca: inner.ca, agent: false, ...shown }, (answer) => {
      answer.setEncoding('utf8').once('data', done);
    })
      .once('error', (error: Error & { code?: string }) => done(`refused ${error.code}`))
      .end();
  });

/** A port that nobody listens on any more. */
const freePort = async (): Promise<number> => {
  const { port, close } = await openRecords(records);
  await close();
  return port;
};

test('the gateway comes in by its certificate, and the operator as somebody else', async () => {
  const gateway = await inner.give('gateway', 'client');
  expect(await byPool(origin, gateway)).toBe('gateway');
  expect(await byPool(at(origin, '127.0.0.1'), gateway)).toBe('gateway');
  expect(await byPool(at(origin, '127.0.0.254'), gateway)).toBe('gateway');
  const nowhere = at(`https://localhost:${await freePort()}`, '127.0.0.1');
  expect(await byPool(nowhere, gateway)).toBe('unreachable ECONNREFUSED');
  expect(await directly(await inner.give('operator', 'client'))).toBe('operator');
});

test('nobody comes in without a certificate, with that of another authority, or under another name', async () => {
  expect(await directly(null)).toMatch(/^refused/);
  expect(await directly(await other.give('gateway', 'client'))).toMatch(/^refused/);
  expect(await directly(await inner.give('somebody', 'client'))).toMatch(/^refused/);
  for (const name of ['constructor', '__proto__', 'toString'])
    expect(await directly(await inner.give(name, 'client'))).toMatch(/^refused/);
});

test('[claim 3.2] another tenant’s service can not come in by the certificate of its own door', async () => {
  expect(await directly(await inner.give('globex-cell', 'server'))).toMatch(/^refused/);
  // Not even one that is called as the gateway is: it was made for a server.
  expect(await directly(await inner.give('gateway', 'server'))).toMatch(/^refused/);
  expect(await directly(await inner.give('gateway', 'client'))).toBe('gateway');
});

test('the gateway believes no service of another authority, and none that is not whom it asked for', async () => {
  const gateway = await inner.give('gateway', 'client');
  expect(await byPool(origin, gateway, other.ca)).toMatch(/^other /);
  const globex = await openRecords(await inner.give('globex-cell', 'server'));
  expect(await byPool(`https://localhost:${globex.port}`, gateway)).toBe(
    'other ERR_TLS_CERT_ALTNAME_INVALID',
  );
  await globex.close();
});

test('an older TLS than 1.3 is refused', async () => {
  const { certificate: cert, key } = await inner.give('gateway', 'client');
  const answer = await new Promise((done) => {
    request(origin, { ca: inner.ca, agent: false, cert, key, maxVersion: 'TLSv1.2' }, () =>
      done('in'),
    )
      .once('error', (error: Error & { code?: string }) => done(error.code))
      .end();
  });
  expect(answer).toMatch(/PROTO/);
});

test('a request to a process that is just gone from behind its name counts as never begun', async () => {
  const { certificate: cert, key } = await inner.give('gateway', 'client');
  const pools = createPools({ tls: { ca: inner.ca, cert, key }, answerMs: 2000 });
  const pool = pools.get(at(origin, '127.0.0.1'));
  pools.keep([{ front: origin, peer: origin }]);
  const error = await pool
    .request({ method: 'POST', path: '/' })
    .catch((caught: unknown) => caught);
  expect(failureOf(error)).toBe('unreachable');
  await pools.close();
});
