/** zxcvbn's score of a password, 0 to 4. The dictionaries are loaded when the first password is chosen. */
export const scoreOf = async (password: string, ownWords: readonly string[]): Promise<number> => {
  const { ZxcvbnFactory } = await import('@zxcvbn-ts/core');
  const { adjacencyGraphs, dictionary } = await import('@zxcvbn-ts/language-common');
  factory ??= new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
  return factory.check(password.slice(0, 128), [...ownWords]).score;
};

let factory: { check(password: string, words: string[]): { score: number } } | null = null;
