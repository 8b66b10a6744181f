import { expect, test } from '@jest/globals';
import { eventually, LONG, type Scene } from './test-bench.ts';
import { listen } from './test-parties.ts';
import type { Subscription } from './transport.ts';

/** In order, at least once, to everybody who listens, whoever comes and goes. */
export const deliveryContract = ({
  expectAfterAll,
  expectEffects,
  listening,
  pair,
  party,
  process,
}: Scene): void => {
  test(
    'what a lane says comes in its order',
    async () => {
      const { speaker, reader, relay } = await pair();
      const texts = Array.from({ length: 40 }, (_, index) => `${index}`);
      for (const text of texts) await speaker.say(text);
      await eventually(() => relay.drain());
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
      await eventually(() => relay.drain());
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
      await eventually(() => relay.drain());
      await relay.rewind('events', 1, 0);
      await speaker.say('b');
      await expectEffects(reader, ['a', 'b']);
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
      await eventually(() => relay.drain());
      for (const reader of [one, two]) await expectEffects(reader, ['a', 'b', 'c']);
    },
    LONG,
  );

  test(
    'two replicas of one reader apply each entry once, and one goes on when the other ends',
    async () => {
      const [speaker, reader] = [await party(), await party()];
      const [first, second] = [await process('audit'), await process('audit')];
      const listeningFirst = await listen({ reader, to: speaker, transport: first });
      await listening({ reader, to: speaker, transport: second });
      speaker.relayTo(first);
      for (const text of ['a', 'b', 'c']) await speaker.say(text);
      await expectEffects(reader, ['a', 'b', 'c']);
      await listeningFirst.stop();
      await first.close();
      const relay = speaker.relayTo(second);
      await speaker.say('d');
      await eventually(() => relay.drain());
      await expectEffects(reader, ['a', 'b', 'c', 'd']);
    },
    LONG,
  );

  test(
    'a reader that comes late, or again, gets what it lacks',
    async () => {
      const [speaker, reader] = [await party(), await party()];
      const first = await process('audit');
      speaker.relayTo(first);
      await speaker.say('before');
      const running = await listen({ reader, to: speaker, transport: first });
      speaker.relayTo(first);
      await speaker.say('heard');
      await expectEffects(reader, ['before', 'heard']);
      await running.stop();
      await speaker.say('missed');
      await eventually(() => speaker.relayTo(first).drain());
      await first.close();
      const second = await process('audit');
      await listening({ reader, to: speaker, transport: second });
      speaker.relayTo(second);
      await speaker.say('last');
      await expectEffects(reader, ['before', 'heard', 'missed', 'last']);
    },
    LONG,
  );
};
