export type Hint = { readonly text: string; readonly met: boolean };

const classes: readonly RegExp[] = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/];

/** What the rules ask of a password and which of them this one meets; the server alone decides. */
export const passwordHints = (password: string): readonly Hint[] => {
  const length = [...password].length;
  return [
    { text: '12 to 128 characters', met: length >= 12 && length <= 128 },
    {
      text: 'Three of: small letter, capital letter, digit, other character',
      met: classes.filter((c) => c.test(password)).length >= 3,
    },
  ];
};

/** "in 40 seconds", "in 15 minutes". */
export const waitText = (seconds: number): string => {
  if (seconds < 90) return `in ${Math.max(1, seconds)} second${seconds === 1 ? '' : 's'}`;
  return `in ${Math.ceil(seconds / 60)} minutes`;
};

/** A secret in groups of four, as people type it. */
export const inGroups = (secret: string): string => secret.replace(/(.{4})(?=.)/g, '$1 ');
