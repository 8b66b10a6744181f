/**
 * An entry bundle as in C2SP tlog-tiles: each entry behind its length as 16 bits, big-endian.
 */
export const packBundle = (entries: readonly Uint8Array[]): Uint8Array => {
  const size = entries.reduce((sum, entry) => sum + 2 + entry.length, 0);
  const bundle = new Uint8Array(size);
  const view = new DataView(bundle.buffer);
  let at = 0;
  for (const entry of entries) {
    if (entry.length > 0xffff) throw new Error('an entry is longer than 65,535 bytes');
    view.setUint16(at, entry.length);
    bundle.set(entry, at + 2);
    at += 2 + entry.length;
  }
  return bundle;
};

/** The entries of a bundle. @throws Error when it is cut short. */
export const unpackBundle = (bundle: Uint8Array): Uint8Array[] => {
  const view = new DataView(bundle.buffer, bundle.byteOffset, bundle.byteLength);
  const entries: Uint8Array[] = [];
  let at = 0;
  while (at < bundle.length) {
    if (at + 2 > bundle.length) throw new Error('the bundle ends inside a length');
    const length = view.getUint16(at);
    if (at + 2 + length > bundle.length) throw new Error('the bundle ends inside an entry');
    entries.push(bundle.subarray(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
};
