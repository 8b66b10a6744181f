import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { certify, makeAuthority } from '@bulwark/tenancy/certificate';
import { afterEach, expect, test } from '@jest/globals';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { createSmtpDriver } from './smtp.ts';

const authority = await makeAuthority('mail', new Date());
const { certificate: cert, key } = await certify({
  authority,
  hosts: ['localhost'],
  now: new Date(),
});
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A real SMTP server and the mails that it took. */
const aServer = async (options: SMTPServerOptions = {}) => {
  const taken: { mail: string; secure: boolean; to: string[] }[] = [];
  const server = new SMTPServer({
    ...{ cert, key, authOptional: true },
    onData: async (stream, session, done) => {
      const to = session.envelope.rcptTo.map(({ address }) => address);
      taken.push({ mail: await text(stream), secure: session.secure, to });
      done();
    },
    ...options,
  });
  // A client that leaves in the middle is what some of these tests are about.
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  stops.push(() => new Promise((done) => server.close(() => done())));
  return { port: (server.server.address() as AddressInfo).port, taken };
};

const mail = {
  messageId: '<0190-1@acme.example>',
  from: 'isms@acme.example',
  to: 'ada@acme.example',
  date: new Date('2030-01-02T03:04:05Z'),
  subject: 'Welcome',
  text: 'Your password is in this mail.',
};

test('a mail goes to the server by TLS, under its own Message-ID', async () => {
  const { port, taken } = await aServer();
  const ca = authority.certificate;
  await createSmtpDriver({ host: 'localhost', port, ca }).send(mail);
  expect(taken).toEqual([
    { to: ['ada@acme.example'], secure: true, mail: expect.stringContaining('Your password is') },
  ]);
  expect(taken[0]?.mail).toContain('Message-ID: <0190-1@acme.example>');
});

test('a server that offers no TLS gets nothing', async () => {
  const { port, taken } = await aServer({ hideSTARTTLS: true, disabledCommands: ['STARTTLS'] });
  const driver = createSmtpDriver({ host: 'localhost', port, ca: authority.certificate });
  await expect(driver.send(mail)).rejects.toThrow();
  expect(taken).toEqual([]);
});

test('a server with somebody else’s certificate gets nothing', async () => {
  const { port, taken } = await aServer();
  const { certificate: ca } = await makeAuthority('somebody else', new Date());
  await expect(createSmtpDriver({ host: 'localhost', port, ca }).send(mail)).rejects.toThrow(
    /certificate/,
  );
  await expect(createSmtpDriver({ host: 'localhost', port }).send(mail)).rejects.toThrow(
    /certificate/,
  );
  expect(taken).toEqual([]);
});

test('a mail that the server refuses may be tried again', async () => {
  const refused = Object.assign(new Error('mailbox busy'), { responseCode: 450 });
  const { port } = await aServer({ onRcptTo: (_address, _session, done) => done(refused) });
  const driver = createSmtpDriver({ host: 'localhost', port, ca: authority.certificate });
  await expect(driver.send(mail)).rejects.toThrow('mailbox busy');
});
