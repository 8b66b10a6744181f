import { expect, test } from '@jest/globals';
import { storeRelayed } from './outbox-repository.ts';
import { eventually, LONG, type Scene } from './test-bench.ts';
import { entrySaying } from './test-parties.ts';
import type { Transport } from './transport.ts';

/** Nothing lost, doubled or believed wrongly, whatever breaks or lies. */
export const faultsContract = ({
  expectAfterAll,
  expectEffects,
  listening,
  pair,
  restart,
}: Scene): void => {
  test(
    'a hole stops the lane until its owner has published again what is missing',
    async () => {
      const { speaker, reader, transport, relay } = await pair();
      await listening({ reader: speaker, to: reader, transport });
      await speaker.say('a');
      await expectEffects(reader, ['a']);
      await eventually(() => relay.drain());
      speaker.relayTo({ ...silent, bus: transport.bus });
      await speaker.say('lost');
      const way = { stream: 'events', epoch: 1, bus: transport.bus } as const;
      await storeRelayed(speaker.database.sql, { ...way, n: 2 });
      speaker.relayTo(transport);
      await speaker.say('b');
      await speaker.say('c');
      await expectEffects(reader, ['a', 'lost', 'b', 'c']);
      const holes = reader.alarms.filter(({ kind }) => kind === 'hole in a lane');
      expect(holes).toEqual([
        {
          kind: 'hole in a lane',
          lane: `${speaker.name}/events`,
          epoch: 1,
          have: 1,
          got: expect.any(Number),
        },
      ]);
    },
    LONG,
  );

  test(
    'a run that another than the lane’s owner signed is refused [claim 3.6]',
    async () => {
      const { speaker, reader, transport } = await pair();
      const lane = `${speaker.name}/events`;
      const forged = { lane, epoch: 1, first: 1, entries: [entrySaying('forged')] };
      await eventually(() => transport.publish(reader.sign(forged)));
      await eventually(async () =>
        expect(reader.alarms).toContainEqual(expect.objectContaining({ kind: 'forged run' })),
      );
      await speaker.say('true');
      await expectEffects(reader, ['true']);
    },
    LONG,
  );

  test(
    'a run of another epoch has no effect',
    async () => {
      const { speaker, reader, transport } = await pair();
      const lane = `${speaker.name}/events`;
      for (const epoch of [2, 7]) {
        const run = { lane, epoch, first: 1, entries: [entrySaying('another epoch')] };
        await eventually(() => transport.publish(speaker.sign(run)));
      }
      await expectAfterAll({ speaker, reader }, []);
    },
    LONG,
  );

  test(
    'an effect whose commit failed is done once, and so is one whose end nobody heard of',
    async () => {
      const failed = new Set<string>();
      const once = (text: string): void => {
        if (failed.has(text)) return;
        failed.add(text);
        throw Object.assign(new Error('the connection broke'), { code: 'ECONNRESET' });
      };
      const { speaker, reader } = await pair({
        also: async (_tx, { body }) => (body.text === 'before' ? once('before') : undefined),
        between: (deliver) => async (run) => {
          await deliver(run);
          if (run.body.includes('after')) once('after');
        },
      });
      for (const text of ['before', 'after', 'end']) await speaker.say(text);
      await expectEffects(reader, ['before', 'after', 'end']);
      expect([...failed]).toEqual(['before', 'after']);
    },
    LONG,
  );

  test(
    'a bus that ends without warning and comes back loses nothing',
    async () => {
      const { speaker, reader, relay } = await pair();
      await speaker.say('before');
      await expectEffects(reader, ['before']);
      const restarted = restart();
      await speaker.say('meanwhile');
      await restarted;
      await speaker.say('after');
      await eventually(() => relay.drain());
      await expectEffects(reader, ['before', 'meanwhile', 'after']);
    },
    // Another suite may hold the bus for a while.
    4 * LONG,
  );

  test(
    'a poison message is parked with its reason; its key queues behind it, other keys go on',
    async () => {
      const { speaker, reader } = await pair({
        also: async (_tx, { body }) => {
          if (body.text === 'poison') throw new Error('can not be digested');
        },
      });
      await speaker.say('first', 'one');
      await speaker.say('poison', 'one');
      await speaker.say('behind', 'one');
      await speaker.say('other', 'two');
      await expectEffects(reader, ['first', 'other']);
      const rows = await reader.database
        .sql('parked')
        .orderBy('n')
        .select('n', 'event_key', 'reason');
      expect(rows).toEqual([
        { n: 2, event_key: 'one', reason: 'can not be digested' },
        { n: 3, event_key: 'one', reason: 'queues behind a parked event of the same key' },
      ]);
    },
    LONG,
  );
};

const silent: Transport = {
  bus: 'nowhere',
  publish: async () => undefined,
  subscribe: async () => ({ stop: async () => undefined }),
  close: async () => undefined,
};
