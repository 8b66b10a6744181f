import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { SignedRun } from './run.ts';

/** What stands beside a run's bytes, so that a reader need not open them to know whether it wants them. */
export const headersOf = ({ lane, epoch, first, last, kid, signature }: SignedRun): IHeaders => ({
  lane,
  epoch: String(epoch),
  first: String(first),
  last: String(last),
  kid,
  signature,
});

/** The run in a message; null for what cannot be one. Nothing of it is believed before its signature is checked. */
export const runOf = ({
  value,
  headers = {},
}: Pick<KafkaMessage, 'value' | 'headers'>): SignedRun | null => {
  const text = (name: string): string => String(headers[name] ?? '');
  const run = {
    lane: text('lane'),
    epoch: Number(text('epoch') || Number.NaN),
    first: Number(text('first') || Number.NaN),
    last: Number(text('last') || Number.NaN),
    body: String(value ?? ''),
    kid: text('kid'),
    signature: text('signature'),
  };
  return [run.epoch, run.first, run.last].every(Number.isSafeInteger) ? run : null;
};
