import { ListMultipartUploadsCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { testS3 } from './config.ts';
import { contractOf, pieces, textOf } from './objects.contract.ts';
import type { Objects } from './objects.ts';
import { openObjects } from './open.ts';
import type { S3Credentials, S3Place } from './place.ts';

const server = testS3();
const { accessKeyId = '', secretAccessKey = '', ...where } = server ?? {};
const credentials: S3Credentials = { accessKeyId, secretAccessKey };
let count = 0;

/** A tenant of its own in the run's bucket. */
const aPlace = (): S3Place => {
  count += 1;
  const prefix = `t${process.pid}x${count}/`;
  return { driver: 's3', endpoint: '', region: '', bucket: '', ...where, prefix };
};
const open = (place: S3Place, by = credentials): Promise<Objects> => openObjects(place, () => by);

const whereThereIsOne = server ? describe : describe.skip;

whereThereIsOne('a bucket', () => {
  let place: S3Place;
  beforeEach(() => {
    place = aPlace();
  });
  contractOf(() => open(place));

  test('a wrong secret is refused, for everything', async () => {
    await (await open(place)).put('file', pieces('x'));
    const wrong = await open(place, { accessKeyId, secretAccessKey: `${secretAccessKey}x` });
    const refused = 'SignatureDoesNotMatch';
    await expect(wrong.put('file', pieces('y'))).rejects.toMatchObject({ name: refused });
    await expect(textOf(wrong.get('file'))).rejects.toMatchObject({ name: refused });
    await expect(wrong.delete('file')).rejects.toMatchObject({ name: refused });
    await expect(wrong.list('')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      name: refused,
    });
    expect(await textOf((await open(place)).get('file'))).toBe('x');
  });

  test('a key that nobody has is refused', async () => {
    const unknown = await open(place, { accessKeyId: 'NOBODY', secretAccessKey });
    await expect(unknown.put('file', pieces('y'))).rejects.toMatchObject({
      $fault: 'client',
    });
  });

  test('each tenant has its own names, and more of them than one page of a list', async () => {
    const [mine, others] = [await open(place), await open(aPlace())];
    await others.put('file', pieces('others'));
    const names = Array.from({ length: 1005 }, (_, n) => `n${String(n).padStart(4, '0')}`);
    for (let n = 0; n < names.length; n += 50)
      await Promise.all(names.slice(n, n + 50).map((name) => mine.put(name, pieces('x'))));
    const listed: string[] = [];
    for await (const { key, bytes } of mine.list('')) listed.push(`${key} ${bytes}`);
    expect(listed).toEqual(names.map((name) => `${name} 1`));
  }, 60_000);

  test('a put that broke off leaves no unfinished upload', async () => {
    async function* broken(): AsyncGenerator<Buffer> {
      for (let n = 0; n < 3; n += 1) yield Buffer.alloc(8 * 1024 * 1024);
      throw new Error('cut off');
    }
    await expect((await open(place)).put('file', broken())).rejects.toThrow('cut off');
    const { endpoint, region, bucket } = place;
    const client = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
    const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
    expect(Uploads).toEqual([]);
  });
});

test('an endpoint in clear text on another machine is refused', async () => {
  const place = { ...aPlace(), endpoint: 'http://192.0.2.1:9000' };
  await expect(open(place)).rejects.toThrow('must be https');
});
