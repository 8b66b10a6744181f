/**
 * Characters that XML 1.0 cannot hold, or that its readers change, stand in a cell as `_xHHHH_`; a text that looks like
 * that already gets `_x005F_` for its first underscore (ECMA-376-1, 22.9.2.19 ST_Xstring).
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML cannot hold
const UNSAFE = /_(?=x[0-9A-Fa-f]{4}_)|[\u0000-\u0008\u000B-\u001F\uFFFE\uFFFF]/g;
const ESCAPED = /_x([0-9A-Fa-f]{4})_/g;

export const escapeCharacters = (text: string): string =>
  text.replace(
    UNSAFE,
    (character) => `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`,
  );

export const unescapeCharacters = (text: string): string =>
  text.replace(ESCAPED, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
