import { sleep } from '@bulwark/runtime';
import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type Listening, listen, openParty, type Party } from './test-parties.ts';
import type { Transport } from './transport.ts';

/** A kind of transport as the contract sees it. */
export type Bench = {
  /** A transport as one more process has it; `process` names the consuming service that lives there. */
  readonly open: (process: string) => Promise<Transport>;
  /** The bus ends without warning and comes back. */
  readonly restart: () => Promise<void>;
  readonly close: () => Promise<void>;
};

const PATIENCE_MS = 30_000;
export const LONG = 40_000;

export const eventually = async (look: () => Promise<void>): Promise<void> => {
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

/** Opens a bench for the tests of a block, and gives them processes and parties that end with each test. */
export const useBench = (name: string, openBench: () => Promise<Bench>) => {
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

  return {
    process,
    party,
    listening,
    pair,
    expectEffects,
    expectAfterAll,
    restart: () => bench.restart(),
  };
};
export type Scene = ReturnType<typeof useBench>;
