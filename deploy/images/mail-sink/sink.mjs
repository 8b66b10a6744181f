// Takes every mail, by TLS alone, and keeps it as a file: for development, where nobody shall get one.
import { randomUUID } from 'node:crypto';
import { createWriteStream, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { SMTPServer } from 'smtp-server';

const folder = '/var/lib/bulwark';

const keep = async (stream) => {
  const name = `${new Date().toISOString().replaceAll(':', '')}-${randomUUID()}`;
  const draft = join(folder, `.${name}`);
  await pipeline(stream, createWriteStream(draft, { mode: 0o600, flush: true }));
  await rename(draft, join(folder, `${name}.eml`));
};

const server = new SMTPServer({
  key: readFileSync('/secrets/server.key'),
  cert: readFileSync('/secrets/server.pem'),
  minVersion: 'TLSv1.2',
  authOptional: true,
  disabledCommands: ['AUTH'],
  onMailFrom: (_address, { secure }, done) =>
    done(secure ? null : Object.assign(new Error('STARTTLS first'), { responseCode: 530 })),
  onData: (stream, _session, done) => {
    keep(stream).then(() => done(), done);
  },
  logger: false,
});
server.on('error', (error) => process.stderr.write(`${error.message}\n`));
server.listen(2525);
process.once('SIGTERM', () => server.close(() => process.exit(0)));
