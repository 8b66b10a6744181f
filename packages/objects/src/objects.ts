/** What is known of an object that was stored: its size in bytes and the SHA-256 of its content, in hex. */
export type ObjectFacts = { readonly bytes: number; readonly sha256: string };

export type StoredObject = { readonly key: string; readonly bytes: number };

/**
 * One tenant's object storage. A key is `name/name/…`, see `checkKey`; content goes through in pieces, so an object may
 * be larger than memory.
 */
export type Objects = {
  /** Stores an object, whole and durable, or not at all; one of the same key is replaced. */
  put(key: string, content: AsyncIterable<Uint8Array>): Promise<ObjectFacts>;
  /** @throws Error when there is no such object */
  get(key: string): AsyncIterable<Buffer>;
  /** Objects whose key begins with `prefix` (whole names: `backups/` or ``), in the order of keys. */
  list(prefix: string): AsyncIterable<StoredObject>;
  /** Removes an object; one that is not there is no error. */
  delete(key: string): Promise<void>;
};
