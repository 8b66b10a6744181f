import { sleep } from '@bulwark/runtime';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { storeRelayed } from './outbox-repository.ts';
import { entrySaying, type Listening, listen, openParty, type Party } from './test-parties.ts';
import type { Subscription, Transport } from './transport.ts';

/** A kind of transport as the contract sees it. */
export type Bench = {
  /** A transport as one more process has it; `process` names the consuming service that lives there. */
  readonly open: (process: string) => Promise<Transport>;
  /** The bus ends without warning and comes back. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const PATIENCE_MS = 20_000;
const LONG = 30_000;

const eventually = async (look: () => Promise<void>): Promise<void> => {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      return await look();
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(25);
    }
  }
};

/** What every transport promises: at least once, in the order of the lane, whatever happens in between. */
export const contractOf = (name: string, openBench: () => Promise<Bench>): void => {
  describe(`over ${name}`, () => {
    let bench: Bench;
    let count = 0;
    const ends: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      bench = await openBench();
    }, LONG);
    afterEach(async () => {
      for (const end of ends.splice(0).reverse()) await end();
    }, LONG);
    afterAll(() => bench.close(), LONG);

    const process = async (service: string): Promise<Transport> => {
      const transport = await bench.open(service);
      ends.push(() => transport.close());
      return transport;
    };
    const party = async (): Promise<Party> => {
      count += 1;
      const made = await openParty(`${name}${count}x${Date.now().toString(36)}`);
      ends.push(made.close);
      return made;
    };
    const listening = async (wish: Listening): Promise<void> => {
      const running = await listen(wish);
      ends.push(running.stop);
    };
    const pair = async (wish: Partial<Listening> = {}) => {
      const [speaker, reader] = [await party(), await party()];
      const transport = await process('audit');
      await listening({ ...wish, reader, to: speaker, transport });
      return { speaker, reader, transport, relay: speaker.relayTo(transport) };
    };
    const expectEffects = async (reader: Party, texts: readonly string[]): Promise<void> =>
      eventually(async () => expect(await reader.effects()).toEqual(texts));
    /** Says something last and waits for it: what was wrong before it would stand before it. */
    const expectAfterAll = async (
      { speaker, reader }: { speaker: Party; reader: Party },
      texts: readonly string[],
    ): Promise<void> => {
      await speaker.say('last', 'other');
      await expectEffects(reader, [...texts, 'last']);
    };

    test(
      'what a lane says comes in its order',
      async () => {
        const { speaker, reader, relay } = await pair();
        const texts = Array.from({ length: 40 }, (_, index) => `${index}`);
        for (const text of texts) await speaker.say(text);
        await relay.drain();
        await expectEffects(reader, texts);
      },
      LONG,
    );

    test(
      'a reader that refuses is offered the run again, and holds up no other',
      async () => {
        let refusals = 0;
        const refusing =
          (deliver: Subscription['deliver']): Subscription['deliver'] =>
          async (run) => {
            refusals += 1;
            if (refusals <= 3) throw new Error('not now');
            await deliver(run);
          };
        const { speaker, reader, transport } = await pair({ between: refusing });
        const other = await party();
        await listening({ reader: other, to: speaker, transport });
        speaker.relayTo(transport);
        for (const text of ['a', 'b', 'c']) await speaker.say(text);
        await expectEffects(other, ['a', 'b', 'c']);
        await expectEffects(reader, ['a', 'b', 'c']);
        expect(refusals).toBeGreaterThan(3);
      },
      LONG,
    );

    test(
      'what is published twice is applied once',
      async () => {
        const { speaker, reader, relay } = await pair();
        for (const text of ['a', 'b']) await speaker.say(text);
        await expectEffects(reader, ['a', 'b']);
        await relay.rewind('events', 1, 0);
        await relay.drain();
        await expectAfterAll({ speaker, reader }, ['a', 'b']);
      },
      LONG,
    );

    test(
      'a relay that forgot what it published loses nothing that was said meanwhile',
      async () => {
        const { speaker, reader, relay } = await pair();
        await speaker.say('a');
        await expectEffects(reader, ['a']);
        await relay.drain();
        await relay.rewind('events', 1, 0);
        await speaker.say('b');
        await expectEffects(reader, ['a', 'b']);
      },
      LONG,
    );

    test(
      'a hole stops the lane until its owner has published again what is missing',
      async () => {
        const { speaker, reader, transport, relay } = await pair();
        await listening({ reader: speaker, to: reader, transport });
        await speaker.say('a');
        await expectEffects(reader, ['a']);
        await relay.drain();
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
        await transport.publish(reader.sign(forged));
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
          await transport.publish(speaker.sign(run));
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
        const restarted = bench.restart();
        await speaker.say('meanwhile');
        await restarted;
        await speaker.say('after');
        await eventually(() => relay.drain());
        await expectEffects(reader, ['before', 'meanwhile', 'after']);
      },
      LONG,
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

    test(
      'two services each get all of a lane',
      async () => {
        const [speaker, one, two] = [await party(), await party(), await party()];
        const transport = await process('audit');
        await listening({ reader: one, to: speaker, transport });
        await listening({ reader: two, to: speaker, transport: await process('records') });
        const relay = speaker.relayTo(transport);
        for (const text of ['a', 'b', 'c']) await speaker.say(text);
        await relay.drain();
        for (const reader of [one, two]) await expectEffects(reader, ['a', 'b', 'c']);
      },
      LONG,
    );

    test(
      'two replicas of one reader apply each entry once, and one goes on when the other ends',
      async () => {
        const [speaker, reader] = [await party(), await party()];
        const [first, second] = [await bench.open('audit'), await process('audit')];
        const listeningFirst = await listen({ reader, to: speaker, transport: first });
        await listening({ reader, to: speaker, transport: second });
        speaker.relayTo(first);
        for (const text of ['a', 'b', 'c']) await speaker.say(text);
        await expectEffects(reader, ['a', 'b', 'c']);
        await listeningFirst.stop();
        await first.close();
        const relay = speaker.relayTo(second);
        await speaker.say('d');
        await relay.drain();
        await expectEffects(reader, ['a', 'b', 'c', 'd']);
      },
      LONG,
    );

    test(
      'a reader that comes late, or again, gets what it lacks',
      async () => {
        const [speaker, reader] = [await party(), await party()];
        const first = await bench.open('audit');
        speaker.relayTo(first);
        await speaker.say('before');
        const running = await listen({ reader, to: speaker, transport: first });
        speaker.relayTo(first);
        await speaker.say('heard');
        await expectEffects(reader, ['before', 'heard']);
        await running.stop();
        await speaker.say('missed');
        await speaker.relayTo(first).drain();
        await first.close();
        const second = await process('audit');
        await listening({ reader, to: speaker, transport: second });
        speaker.relayTo(second);
        await speaker.say('last');
        await expectEffects(reader, ['before', 'heard', 'missed', 'last']);
      },
      LONG,
    );
  });
};

const silent: Transport = {
  bus: 'nowhere',
  publish: async () => undefined,
  subscribe: async () => ({ stop: async () => undefined }),
  close: async () => undefined,
};
