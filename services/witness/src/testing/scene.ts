import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rawPublicKey, sha256, signEd25519, verifyEd25519 } from '@bulwark/crypto/ed25519';
import {
  consistencyProof,
  formatAddCheckpoint,
  formatCheckpoint,
  formatKey,
  formatNote,
  type Hash,
  LOG_KEY,
  leafHash,
  originOfLog,
  parseNote,
  parseSignature,
  perfectRoot,
  rangeHash,
  type Subtree,
  signNote,
  verifiedSignatures,
  verifierOf,
  WITNESS_KEY,
} from '@bulwark/trail';

/** A log of a tenant that may lie: its leaves are `<version> <n>`, so that two versions are a fork from the first leaf on. */
export const openLog = (id: string) => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = { name: originOfLog('bulwark.localhost', id), publicKey: rawPublicKey(privateKey) };
  const signing = { sha256, sign: signEd25519(privateKey) };
  const reading = (version: string) => ({
    sha256,
    nodeAt: async ({ height, index }: Subtree): Promise<Hash> =>
      perfectRoot(
        Array.from({ length: 2 ** height }, (_, at) =>
          leafHash(Buffer.from(`${version} ${index * 2 ** height + at}`), sha256),
        ),
        sha256,
      ),
  });
  const rootAt = (size: number, version: string): Promise<Hash> =>
    rangeHash({ from: 0, to: size }, reading(version).nodeAt, sha256);
  return {
    id,
    file: JSON.stringify({
      origin: key.name,
      keys: [formatKey({ ...key, type: LOG_KEY }, { sha256 })],
    }),
    /** The signed checkpoint of a size. */
    note: async (size: number, version = 'true'): Promise<string> => {
      const text = formatCheckpoint({
        origin: key.name,
        size,
        root: await rootAt(size, version),
      });
      return formatNote({ text, signatures: [signNote(text, key, signing)] });
    },
    proof: (from: number, to: number, version = 'true'): Promise<Hash[]> =>
      consistencyProof({ from, to }, reading(version)),
  };
};
export type TestLog = ReturnType<typeof openLog>;

export type Said = { readonly status: number; readonly body: string; readonly type: string };

/** A home with a witness's files, and how to ask whoever listens there. */
export const openHome = async (logs: readonly TestLog[]) => {
  const home = await mkdtemp(join(tmpdir(), 'witness-'));
  for (const folder of ['witness/logs', 'witness/store', 'run/witness'])
    await mkdir(join(home, folder), { recursive: true });
  const installation = { apex: 'bulwark.localhost', run: join(home, 'run') };
  await writeFile(join(home, 'installation.json'), JSON.stringify(installation));
  const { privateKey } = generateKeyPairSync('ed25519');
  const key = join(home, 'witness', 'witness.key');
  await writeFile(key, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o400 });
  for (const { id, file } of logs) await writeFile(join(home, 'witness/logs', `${id}.json`), file);
  const socketPath = join(home, 'run/witness/witness.sock');
  const verifier = verifierOf(
    {
      name: 'bulwark.localhost/witness',
      publicKey: rawPublicKey(privateKey),
      type: WITNESS_KEY,
    },
    { sha256, verify: verifyEd25519 },
  );
  return {
    home,
    key,
    post: (body: string) => post(socketPath, body),
    /** Offers the checkpoint of a size, as what follows an old one. */
    offer: async (log: TestLog, old: number, size: number, version = 'true'): Promise<Said> => {
      const proof = old > size ? [] : await log.proof(old, size, version);
      return post(
        socketPath,
        formatAddCheckpoint({ old, proof, note: await log.note(size, version) }),
      );
    },
    /** Whether the witness's cosignature of this note verifies. */
    isCosigned: async (note: string, line: string): Promise<boolean> => {
      const signature = parseSignature(line.trimEnd());
      const good = await verifiedSignatures({ ...parseNote(note), signatures: [signature] }, [
        verifier,
      ]);
      return good.length === 1;
    },
    letIn: (path: string) => chmod(join(home, path), 0o644),
    remove: () => rm(home, { recursive: true, force: true }),
  };
};
export type Home = Awaited<ReturnType<typeof openHome>>;

const post = (socketPath: string, body: string): Promise<Said> =>
  new Promise((done, fail) => {
    const asked = request(
      { socketPath, method: 'POST', path: '/add-checkpoint', agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk) => chunks.push(chunk));
        response.on('error', fail);
        response.on('end', () => {
          const type = String(response.headers['content-type']);
          done({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString(), type });
        });
      },
    );
    asked.on('error', fail);
    asked.end(body);
  });

/** The witness as a process of its own; answers once it is ready, with what it said so far. */
export const launch = async ({ home }: Pick<Home, 'home'>) => {
  const main = join(import.meta.dirname, '../main.ts');
  const child = spawn(process.execPath, ['--no-warnings', main], {
    env: { BULWARK_HOME: home },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const said: string[] = [];
  await new Promise<void>((done) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.push(text);
      if (text.includes('witness ready')) done();
    });
    child.once('exit', () => done());
  });
  return { said: () => said.join(''), end: (signal: NodeJS.Signals) => end(child, signal) };
};

const end = async (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
};
