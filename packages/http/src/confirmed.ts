import { createHash } from 'node:crypto';
import type { Change } from '@bulwark/trail';
import type { FileReply } from './route.ts';

/**
 * A file's content, unchanged. Before it ends, `confirm` is told its size and SHA-256; when that fails, so does the
 * content, and the receiver sees a download that was cut off.
 */
export async function* confirmed(
  { content, sent }: FileReply,
  confirm: (changes: readonly Change[]) => Promise<void>,
): AsyncGenerator<string | Uint8Array> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of content) {
    hash.update(piece);
    bytes += Buffer.byteLength(piece);
    yield piece;
  }
  const facts = { sha256: hash.digest('hex'), bytes };
  const own = Object.entries(facts).map(([name, after]) => ({
    path: `/file/${name}`,
    before: null,
    after,
  }));
  await confirm([...own, ...(sent?.() ?? [])]);
}
