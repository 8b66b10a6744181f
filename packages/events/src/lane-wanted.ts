import { laneWanted } from './catalogue.ts';
import { type Consumer, onEvent } from './consumer.ts';
import type { Relay } from './relay.ts';

/** What a service does when any of these asks for its lane: its relay goes back and is woken. */
export const answerWanted = (
  service: string,
  {
    askers,
    relay,
    nudge,
  }: {
    readonly askers: readonly string[];
    readonly relay: Pick<Relay, 'rewind'>;
    readonly nudge: () => void;
  },
): Consumer[] =>
  askers.map((from) =>
    onEvent(from, laneWanted, async (_tx, { body }) => {
      const [owner, stream] = body.lane.split('/');
      if (owner !== service || (stream !== 'events' && stream !== 'audit')) return;
      await relay.rewind(stream, body.epoch, body.from - 1);
      nudge();
    }),
  );
