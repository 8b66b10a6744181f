import type { Kafka } from 'kafkajs';
import type { Subscription } from './transport.ts';

/** How far a topic was done with when somebody last looked, and by whom. */
export type Hint = { readonly offset: number; readonly covered: ReadonlySet<string> };
export type Hints = ReadonlyMap<string, Hint>;

const LONGEST_METADATA = 4000;

/**
 * Offsets that the group committed. They only spare reading again: a subscription that the metadata does not name
 * reads from the beginning.
 */
export const readHints = async (
  kafka: Kafka,
  { group, topics }: { readonly group: string; readonly topics: readonly string[] },
): Promise<Hints> => {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const found = await admin.fetchOffsets({ groupId: group, topics: [...topics] });
    return new Map(
      found.map(({ topic, partitions: [first] }) => [
        topic,
        {
          offset: Number(first?.offset ?? -1),
          covered: new Set((first?.metadata ?? '').split(' ')),
        },
      ]),
    );
  } finally {
    await admin.disconnect();
  }
};

/** Where a subscription begins to read. */
export const startOf = (subscription: Subscription, hint: Hint | undefined): number =>
  hint && hint.offset > 0 && hint.covered.has(nameOf(subscription)) ? hint.offset : 0;

/** Metadata for an offset that these subscriptions are done with; null when it would be too long to keep. */
export const metadataOf = (subscriptions: readonly Subscription[]): string | null => {
  const text = subscriptions.map(nameOf).join(' ');
  return text.length > LONGEST_METADATA ? null : text;
};

const nameOf = ({ reader, lane }: Subscription): string => `${reader}<${lane}`;
