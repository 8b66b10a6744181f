import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCheckpoint, parseNote } from '@bulwark/trail';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startWitness, type Witness } from './app.ts';
import { readConfig } from './config.ts';
import { type Home, launch, openHome, openLog } from './testing/scene.ts';

const ID = 'taaaaaaaaa';
const acme = openLog(ID);
const globex = openLog('tbbbbbbbbb');
const stranger = openLog('tccccccccc');
/** Signs with a key of its own for acme's origin. */
const impostor = openLog(ID);

let home: Home;
let witness: Witness | null;
let alarms: string[];

const start = async (): Promise<void> => {
  const note = (msg: string) => void alarms.push(msg);
  const log = { info: () => {}, warn: note, error: note };
  const config = readConfig({ BULWARK_HOME: home.home });
  witness = await startWitness(config, { log, now: () => new Date() });
};

beforeEach(async () => {
  alarms = [];
  home = await openHome([acme, globex]);
  await start();
});
afterEach(async () => {
  await witness?.stop();
  await home.remove();
});

const stored = async (): Promise<number> => {
  const text = await readFile(join(home.home, 'witness/store', `${ID}.checkpoint`), 'utf8');
  return parseCheckpoint(parseNote(text).text).size;
};

test('a log that only grows is cosigned at each step, each log by itself', async () => {
  for (const [old, size] of [
    [0, 3],
    [3, 3],
    [3, 300],
    [300, 301],
  ] as const) {
    const { status, body } = await home.offer(acme, old, size);
    expect(status).toBe(200);
    expect(await home.isCosigned(await acme.note(size), body)).toBe(true);
    expect(await stored()).toBe(size);
  }
  expect((await home.offer(globex, 0, 7)).status).toBe(200);
  expect(alarms).toEqual([]);
});

test('who does not know where the witness stands is told the size', async () => {
  await home.offer(acme, 0, 5);
  const conflict = { status: 409, body: '5\n', type: 'text/x.tlog.size' };
  expect(await home.offer(acme, 0, 9)).toEqual(conflict);
  expect(await home.offer(acme, 7, 9)).toEqual(conflict);
  expect(await home.offer(acme, 0, 4)).toEqual(conflict);
  expect(await home.offer(acme, 9, 8)).toMatchObject({ status: 400 });
  expect(await stored()).toBe(5);
});

test('a fork is refused: at the same size, as a growth without proof, and as an older state that went on', async () => {
  await home.offer(acme, 0, 5);
  expect(await home.offer(acme, 5, 5, 'forked')).toMatchObject({ status: 409, body: '5\n' });
  expect((await home.offer(acme, 5, 9, 'forked')).status).toBe(422);
  expect(await home.offer(acme, 3, 9, 'forked')).toMatchObject({ status: 409, body: '5\n' });
  expect(alarms).toEqual(['a fork was refused', 'an unproven checkpoint was refused']);
  expect(await stored()).toBe(5);
  expect((await home.offer(acme, 5, 9)).status).toBe(200);
});

test('of two continuations at once, one is cosigned', async () => {
  await home.offer(acme, 0, 5);
  const answers = await Promise.all([
    home.offer(acme, 5, 8),
    home.offer(acme, 5, 9),
    home.offer(acme, 5, 9, 'forked'),
  ]);
  expect(answers.map(({ status }) => status).filter((status) => status === 200)).toHaveLength(1);
});

test('an unknown origin, another’s key and what is no checkpoint are refused', async () => {
  expect((await home.offer(stranger, 0, 3)).status).toBe(404);
  expect((await home.offer(impostor, 0, 3)).status).toBe(403);
  const note = await acme.note(3);
  const { text, signatures } = parseNote(note);
  expect((await home.post(`old 0\n\n${note.replace('\n3\n', '\n4\n')}`)).status).toBe(403);
  expect((await home.post(`old 0\n\n${text}`)).status).toBe(400);
  expect(signatures).toHaveLength(1);
  expect((await home.post('x'.repeat(20_000))).status).toBe(413);
});

test('a log becomes known by its file, without a restart, and unknown when the file goes', async () => {
  const file = join(home.home, 'witness/logs', 'tccccccccc.json');
  await writeFile(file, stranger.file);
  expect((await home.offer(stranger, 0, 3)).status).toBe(200);
  await rm(file);
  expect((await home.offer(stranger, 3, 4)).status).toBe(404);
});

test('it fails closed: a store that can not be read is not an empty one, and a key open to others stops the start', async () => {
  await home.offer(acme, 0, 5);
  const file = join(home.home, 'witness/store', `${ID}.checkpoint`);
  await writeFile(file, 'nonsense');
  expect((await home.offer(acme, 0, 3, 'forked')).status).toBe(500);
  await home.letIn('witness/witness.key');
  expect(() => readConfig({ BULWARK_HOME: home.home })).toThrow('may be read by others');
});

test('a second process does not come near the same store', async () => {
  const second = await launch(home);
  expect(second.said()).toContain('holds the witness');
  await second.end('SIGKILL');
  expect((await home.offer(acme, 0, 5)).status).toBe(200);
});

test('kill -9 at any instant: what was cosigned stays so, and a fork of it is refused by the next process', async () => {
  await home.offer(acme, 0, 1);
  await witness?.stop();
  witness = null;
  const seed = Date.now() % 1_000_000;
  let [size, acknowledged] = [1, 1];
  for (let round = 0; round < 8; round += 1) {
    const process = await launch(home);
    const killing = new Promise<void>((done) => {
      setTimeout(() => void process.end('SIGKILL').then(done), 20 + ((seed * (round + 1)) % 60));
    });
    for (let old = size; ; ) {
      const said = await home.offer(acme, old, old + 1 + (old % 3)).catch(() => null);
      if (!said) break;
      if (said.status === 200) acknowledged = Math.max(acknowledged, old + 1 + (old % 3));
      expect([200, 409]).toContain(said.status);
      old = said.status === 200 ? old + 1 + (old % 3) : Number(said.body);
    }
    await killing;
    const next = await launch(home);
    const where = await home.offer(acme, 0, 1, 'forked');
    expect([seed, where.status]).toEqual([seed, 409]);
    size = Number(where.body);
    expect([seed, size >= acknowledged]).toEqual([seed, true]);
    expect((await home.offer(acme, size, size, 'forked')).status).toBe(409);
    expect((await home.offer(acme, size, size + 2, 'forked')).status).toBe(422);
    await next.end('SIGKILL');
  }
  expect(acknowledged).toBeGreaterThan(8);
}, 60_000);
