/** Why a password is refused; the text says what to do. */
export type Reason = { readonly code: string; readonly message: string };

const CLASSES = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{L}\p{Nd}]/u];

/**
 * Judges a new password: 12 to 128 characters, three of four character classes, none of the person's or company's own
 * words, and hard to guess. `score` is zxcvbn's, 0 to 4.
 */
export const judgePassword = (
  password: string,
  { ownWords, score }: { ownWords: readonly string[]; score: number },
): Reason[] => {
  const reasons: Reason[] = [];
  const length = [...password].length;
  if (length < 12) reasons.push({ code: 'short', message: 'Use at least 12 characters.' });
  if (length > 128) reasons.push({ code: 'long', message: 'Use at most 128 characters.' });
  if (CLASSES.filter((kind) => kind.test(password)).length < 3) {
    reasons.push({
      code: 'classes',
      message: 'Mix three of: small letters, capital letters, digits, other characters.',
    });
  }
  const own = ownWords.find((word) => password.toLowerCase().includes(word));
  if (own) reasons.push({ code: 'own-word', message: `Leave out “${own}”: it is easy to guess.` });
  if (score < 3) {
    reasons.push({
      code: 'common',
      message: 'This is common or follows a pattern: use several unrelated words.',
    });
  }
  return reasons;
};

/** The words of four letters or more in a person's name, address and company. */
export const ownWordsOf = (...texts: readonly string[]): string[] => [
  ...new Set(
    texts
      .flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{Nd}]+/u))
      .filter((word) => word.length >= 4),
  ),
];
