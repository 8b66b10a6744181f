import { expect, test } from '@jest/globals';
import { eventually } from '../world/eventually.ts';
import { openInstallation } from '../world/installation.ts';
import { isProof } from '../world/proof.ts';
import { kill } from './kills.ts';
import { randomFrom } from './load.ts';

const ROWS = isProof ? 20_000 : 2500;
const KILLS = isProof ? 20 : 3;
const SETTLE_MS = 120_000;

test('[need 9] kill -9 of the cell while it imports loses no row and repeats none', async () => {
  const seed = Number(process.env.BULWARK_SEED ?? Date.now() % 1_000_000);
  process.stderr.write(`import under kills with seed ${seed}\n`);
  const random = randomFrom(seed);
  const installation = await openInstallation();
  try {
    const ada = installation.browser('acme');
    const { email, password } = installation.tenant('acme').admin;
    await ada.signInFirst(email, password);
    const rows = Array.from({ length: ROWS }, (_, n) => `Sensor ${n},hardware`);
    const begun = await ada.post('/api/records/assets/import', {
      content: `title,kind\n${rows.join('\n')}\n`,
      mapping: { columns: { title: { to: 'title' }, kind: { to: 'kind' } } },
      source: 'Sensors',
      dryRun: false,
    });
    expect(begun.status).toBe(202);
    const { id } = begun.body.batch;
    for (let n = 0; n < KILLS; n += 1) {
      await new Promise((done) => setTimeout(done, 200 + random() * 1800));
      expect(await kill(installation, 'cell-acme')).toBe(true);
    }
    await eventually(async () => {
      const { body } = await ada.get(`/api/records/assets/imports/${id}`);
      expect(body).toMatchObject({ state: 'done', stored: ROWS, created: ROWS, problem: null });
    }, SETTLE_MS);
    const list = await ada.get('/api/records/assets?search=Sensor');
    expect(list.body.total).toBe(ROWS);
    await eventually(async () => {
      const times = new Map<string, number>();
      let after = '';
      do {
        const { body } = await ada.get(`/api/audit/entries?limit=200&action=asset.create${after}`);
        for (const { resource } of body.items)
          times.set(resource.id, (times.get(resource.id) ?? 0) + 1);
        after = body.next ? `&after=${body.next}` : '';
      } while (after);
      expect([times.size, Math.max(...times.values())]).toEqual([ROWS, 1]);
      const { body: ends } = await ada.get('/api/audit/entries?action=asset.import.end');
      expect(ends.items).toHaveLength(1);
    }, SETTLE_MS);
  } finally {
    await installation.stop();
  }
}, 600_000);
