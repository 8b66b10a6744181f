import { wordsIn } from './schemas.ts';

/** What one control or clause says, sentence after sentence. */
export type Wording = { readonly id: string; readonly texts: readonly string[] };

/** Words of requirements that stand in standards, and that plain guidance does without. */
const MARKERS = /\b(shall|ISO\/IEC 27002|implementation guidance|the organi[sz]ation)\b/i;

const ORDINARY = /^[\x20-\x7e–—‘’“”…·×≤≥]*$/;

/** What is wrong with the wording: `<id>: <why>: <sentence>`. */
export const wordingFaults = (wordings: readonly Wording[]): readonly string[] => [
  ...wordings.flatMap(({ id, texts }) => texts.flatMap((text) => faultsOf(text, id))),
  ...sharedSentences(wordings),
];

const faultsOf = (text: string, id: string): readonly string[] =>
  sentencesOf(text).flatMap((sentence) => [
    ...(wordsIn(sentence) > 45 ? [`${id}: longer than 45 words: ${sentence}`] : []),
    ...(MARKERS.test(sentence) ? [`${id}: sounds like a standard: ${sentence}`] : []),
    ...(ORDINARY.test(sentence) ? [] : [`${id}: unusual characters: ${sentence}`]),
    ...(/[.?]$/.test(sentence) ? [] : [`${id}: ends without a full stop: ${sentence}`]),
  ]);

const sharedSentences = (wordings: readonly Wording[]): readonly string[] => {
  const first = new Map<string, string>();
  return wordings.flatMap(({ id, texts }) =>
    texts.flatMap(sentencesOf).flatMap((sentence) => {
      const before = first.get(normalised(sentence));
      first.set(normalised(sentence), before ?? id);
      return before === undefined ? [] : [`${id}: also says ${before}: ${sentence}`];
    }),
  );
};

const sentencesOf = (text: string): readonly string[] => text.split(/(?<=[.?!])\s+/);

/** Case, punctuation and spacing do not make two sentences different. */
const normalised = (sentence: string): string =>
  sentence
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
