import { createHash } from 'node:crypto';
import type { ObjectFacts } from './objects.ts';

/** S3 takes parts of 5 MiB and more, 10,000 of them at most: objects of up to 78 GiB. */
const PART_BYTES = 8 * 1024 * 1024;

/** A content cut into parts of 8 MiB, the last one shorter; at least one part. Its facts come at the end. */
export async function* inParts(
  content: AsyncIterable<Uint8Array>,
  partBytes = PART_BYTES,
): AsyncGenerator<Buffer, ObjectFacts> {
  const hash = createHash('sha256');
  let bytes = 0;
  let given = 0;
  let part = Buffer.alloc(0);
  let pieces: Uint8Array[] = [];
  let held = 0;
  for await (const piece of content) {
    hash.update(piece);
    bytes += piece.length;
    pieces.push(piece);
    held += piece.length;
    if (held < partBytes) continue;
    part = Buffer.concat(pieces);
    while (part.length >= partBytes) {
      yield part.subarray(0, partBytes);
      given += 1;
      part = part.subarray(partBytes);
    }
    pieces = [part];
    held = part.length;
  }
  if (held > 0 || given === 0) yield Buffer.concat(pieces);
  return { bytes, sha256: hash.digest('hex') };
}
