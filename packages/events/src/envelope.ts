import type { KeyObject } from 'node:crypto';
import { openSealed } from '@bulwark/crypto';
import type { EventType, IncomingEvent } from './catalogue.ts';
import type { LaneEntry } from './run.ts';

/** What is in clear in an event's entry. */
export type Envelope = {
  readonly id: string;
  readonly name: string;
  readonly version: number;
  readonly time: string;
  readonly key: string;
  readonly body: unknown;
};

export type OpenOptions = { readonly reader: string; readonly sealKey: KeyObject };

/** The event, checked against its type, its personal part opened for this reader. */
export const openEvent = (
  { id, name, time, key, body }: Envelope,
  { sealed }: LaneEntry,
  type: EventType,
  { reader, sealKey }: OpenOptions,
): IncomingEvent => ({
  id,
  name,
  time,
  key,
  body: type.body.parse(body),
  personal:
    type.personal && sealed
      ? type.personal.parse(
          JSON.parse(openSealed(sealed, { name: reader, privateKey: sealKey, context: id })),
        )
      : null,
});

export const readEnvelope = ({ payload }: Pick<LaneEntry, 'payload'>): Envelope =>
  JSON.parse(payload) as Envelope;

/** The key of an entry; empty for one that can not be read. */
export const keyOf = ({ payload }: LaneEntry): string => {
  try {
    return String((JSON.parse(payload) as Envelope).key ?? '');
  } catch {
    return '';
  }
};
