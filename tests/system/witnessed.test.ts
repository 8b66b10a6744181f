import { createPrivateKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:http';
import { basename, join } from 'node:path';
import { rawPublicKey, sha256, signEd25519 } from '@bulwark/crypto';
import {
  formatCheckpoint,
  formatNote,
  originOfLog,
  parseCheckpoint,
  parseNote,
  signNote,
} from '@bulwark/trail';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Browser } from '../world/browser.ts';
import { ask } from '../world/browser.ts';
import { eventually } from '../world/eventually.ts';
import { openInstallation, type RealInstallation } from '../world/installation.ts';
import { openVerifier } from '../world/verifier.ts';

let installation: RealInstallation;
let ada: Browser;
let cell: string;

beforeAll(async () => {
  installation = await openInstallation();
  cell = installation.cellOf('acme');
  ada = installation.browser('acme');
  const { email, password } = installation.tenant('acme').admin;
  await ada.signInFirst(email, password);
}, 90_000);
afterAll(() => installation.stop(), 30_000);

const pidOf = (name: string): number => {
  const text = readFileSync(join(installation.home, 'run', 'processes.json'), 'utf8');
  return JSON.parse(text).find((one: { name: string }) => one.name === name)?.pid ?? 0;
};

/** Makes a risk and waits for the proof of its entry; answers that and how long it took, in milliseconds. */
const provenChange = async (title: string) => {
  const { status, body: risk } = await ada.post('/api/records/risks', { title });
  expect(status).toBe(201);
  const committed = Date.now();
  const proof = await eventually(async () => {
    const { body } = await ada.get(`/api/audit/entries?resource=${risk.id}`);
    const answer = await ada.get(`/api/audit/entries/${body.items[0].leaf}/proof`);
    expect(answer.status).toBe(200);
    return answer.body;
  });
  expect(JSON.parse(proof.entry).resource.id).toBe(risk.id);
  expect(await openVerifier(cell).contains(proof)).toBe(true);
  return { proof, ms: Date.now() - committed };
};

/** Where the witness stands now, by its own store. */
const witnessed = (): number => {
  const file = join(installation.home, 'witness/store', `${basename(cell)}.checkpoint`);
  return parseCheckpoint(parseNote(readFileSync(file, 'utf8')).text).size;
};

/** Offers what the witness stands at, or one leaf more, with another root under the tenant's own signature. */
const offerForged = async (more: 0 | 1) => {
  const key = createPrivateKey(readFileSync(join(cell, 'secrets/audit/log.key'), 'utf8'));
  const origin = originOfLog('bulwark.localhost', basename(cell));
  const old = witnessed();
  const root = sha256(Buffer.from('another history'));
  const text = formatCheckpoint({ origin, size: old + more, root });
  const named = { name: origin, publicKey: rawPublicKey(key) };
  const signature = signNote(text, named, { sha256, sign: signEd25519(key) });
  const socketPath = join(installation.home, 'run/witness/witness.sock');
  const body = `old ${old}\n\n${formatNote({ text, signatures: [signature] })}`;
  const raw = { method: 'POST', path: '/add-checkpoint', headers: {}, body };
  const said = await ask(request, { socketPath }, raw);
  return { old, status: said.status, text: said.text };
};

/** Asked until nothing else came in between: the witness stood where the forged checkpoint says. */
const refusesForks = (): Promise<void> =>
  eventually(async () => {
    const { old, ...same } = await offerForged(0);
    expect(same).toEqual({ status: 409, text: `${old}\n` });
    expect(await offerForged(1)).toMatchObject({ status: 422 });
  });

test('a change is proven by a cosigned checkpoint within two seconds', async () => {
  const { ms } = await provenChange('Ransomware');
  expect(ms).toBeLessThan(2000);
});

test('the witness refuses a fork, also one that bears the tenant’s own signature', async () => {
  await provenChange('Before the fork');
  await refusesForks();
  await provenChange('After the fork');
});

test('kill -9 of the witness and of the cell loses nothing, and what was proven stays proven', async () => {
  const first = await provenChange('Before the kills');
  for (const name of ['witness', 'cell-acme', 'witness']) {
    const pid = pidOf(name);
    process.kill(pid, 'SIGKILL');
    await eventually(async () => expect([0, pid]).not.toContain(pidOf(name)));
    await eventually(async () => expect((await ada.get('/api/records/risks')).status).toBe(200));
    const { proof } = await provenChange(`After the kill of ${name}`);
    expect(proof.size).toBeGreaterThan(first.proof.size);
    const { body } = await ada.get(`/api/audit/entries/${first.proof.leaf}/proof`);
    expect(body).toMatchObject({ entry: first.proof.entry, hash: first.proof.hash });
    expect(await openVerifier(cell).contains(body)).toBe(true);
    await refusesForks();
  }
}, 60_000);
