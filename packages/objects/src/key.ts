const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

/**
 * A key as storage takes it: 1 to 8 names joined by `/`, each of letters, digits, `.`, `_`, `-`, not beginning with a
 * dot: no key leads out of its folder or collides with a file that is still being written. @throws Error otherwise
 */
export const checkKey = (key: string): string => {
  const names = key.split('/');
  if (names.length <= 8 && names.every((name) => NAME.test(name))) return key;
  throw new Error(`${JSON.stringify(key.slice(0, 200))} is no key of an object`);
};

/** A prefix is empty, or a key that ends in `/`. @throws Error otherwise */
export const checkPrefix = (prefix: string): string => {
  if (prefix === '') return prefix;
  if (!prefix.endsWith('/')) throw new Error(`the prefix ${JSON.stringify(prefix)} must end in /`);
  checkKey(prefix.slice(0, -1));
  return prefix;
};
