import { createHash } from 'node:crypto';
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { checkKey, checkPrefix } from './key.ts';
import type { ObjectFacts, Objects, StoredObject } from './objects.ts';
import { inParts } from './parts.ts';
import type { S3Credentials, S3Place } from './place.ts';

const TIMES = { connectionTimeout: 5_000, requestTimeout: 120_000 };

/**
 * Objects in a bucket, below `place.prefix`. Each is sent in parts of 8 MiB, of which one is in memory; the storage
 * checks every part's SHA-256. A put that breaks off leaves at most an unfinished upload, which is never listed: the
 * bucket's lifecycle rule ends those.
 */
export const openS3Objects = (place: S3Place, credentials: S3Credentials): Objects => {
  const { endpoint, region, bucket: Bucket, ca } = place;
  const prefix = checkPrefix(place.prefix);
  const client = new S3Client({
    endpoint: encrypted(endpoint),
    region,
    credentials,
    forcePathStyle: true,
    maxAttempts: 4,
    requestHandler: { ...TIMES, httpsAgent: { ...(ca ? { ca } : {}), maxSockets: 8 } },
  });
  const at = (key: string) => ({ Bucket, Key: `${prefix}${checkKey(key)}` });
  return {
    put: async (key, content) => await put(client, at(key), content),
    get: (key) => read(client, at(key)),
    list: (below) => list(client, { Bucket, prefix, below: checkPrefix(below) }),
    delete: async (key) => {
      await client.send(new DeleteObjectCommand(at(key)));
    },
  };
};

/** @throws Error for one in clear text on another machine */
const encrypted = (endpoint: string): string => {
  const { protocol, hostname } = new URL(endpoint);
  const isHere = ['127.0.0.1', '[::1]', 'localhost'].includes(hostname);
  if (protocol === 'https:' || isHere) return endpoint;
  throw new Error(`the object storage ${endpoint} is on another machine: it must be https`);
};

type Place = { readonly Bucket: string; readonly Key: string };

/** As S3 takes it: what it computes itself must be the same. */
const checksumOf = (part: Buffer): { ChecksumSHA256: string } => ({
  ChecksumSHA256: createHash('sha256').update(part).digest('base64'),
});

const SEALED = { ServerSideEncryption: 'AES256' } as const;

const put = async (
  client: S3Client,
  at: Place,
  content: AsyncIterable<Uint8Array>,
): Promise<ObjectFacts> => {
  const parts = inParts(content);
  const { value: first, done } = await parts.next();
  if (done) return first;
  const second = await parts.next();
  if (!second.done) return await putParts(client, at, { parts, first, second: second.value });
  await client.send(new PutObjectCommand({ ...at, ...SEALED, ...checksumOf(first), Body: first }));
  return second.value;
};

type Begun = {
  readonly parts: AsyncGenerator<Buffer, ObjectFacts>;
  readonly first: Buffer;
  readonly second: Buffer;
};

const putParts = async (
  client: S3Client,
  at: Place,
  { parts, first, second }: Begun,
): Promise<ObjectFacts> => {
  const { UploadId } = await client.send(
    new CreateMultipartUploadCommand({ ...at, ...SEALED, ChecksumAlgorithm: 'SHA256' }),
  );
  const upload = { ...at, UploadId };
  const Parts: { ETag: string | undefined; PartNumber: number; ChecksumSHA256: string }[] = [];
  const send = async (part: Buffer): Promise<void> => {
    const one = { PartNumber: Parts.length + 1, ...checksumOf(part) };
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, ...one, Body: part }));
    Parts.push({ ETag, ...one });
  };
  try {
    await send(first);
    await send(second);
    for (;;) {
      const next = await parts.next();
      if (!next.done) {
        await send(next.value);
        continue;
      }
      const whole = { ...upload, MultipartUpload: { Parts } };
      await client.send(new CompleteMultipartUploadCommand(whole));
      return next.value;
    }
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined);
    throw error;
  }
};

async function* read(client: S3Client, at: Place): AsyncGenerator<Buffer> {
  const { Body } = await client.send(new GetObjectCommand(at));
  if (!Body) throw new Error(`the object ${at.Key} has no content`);
  for await (const piece of Body as AsyncIterable<Uint8Array>) yield Buffer.from(piece);
}

async function* list(
  client: S3Client,
  { Bucket, prefix, below }: { Bucket: string; prefix: string; below: string },
): AsyncGenerator<StoredObject> {
  let ContinuationToken: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix: `${prefix}${below}`, ContinuationToken }),
    );
    for (const { Key = '', Size = 0 } of page.Contents ?? [])
      yield { key: Key.slice(prefix.length), bytes: Size };
    ContinuationToken = page.NextContinuationToken;
  } while (ContinuationToken);
}
