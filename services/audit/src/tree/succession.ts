import { type Hash, type Head, sameHash } from '@bulwark/trail';

export type Ruling = 'sign' | 'signed already' | 'smaller' | 'another root' | 'changed before';

/**
 * Decides whether a head may be signed after the last one that was. `before` is the root that the tree has now at the
 * last one's size: a log never signs what does not continue everything it signed.
 */
export const ruleOn = (next: Head, last: Head | null, before: Hash | null): Ruling => {
  if (!last) return 'sign';
  if (next.size < last.size) return 'smaller';
  if (next.size === last.size)
    return sameHash(next.root, last.root) ? 'signed already' : 'another root';
  return before && sameHash(before, last.root) ? 'sign' : 'changed before';
};
