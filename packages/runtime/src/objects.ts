import { type Objects, openObjects } from '@bulwark/objects';
import type { CellSpec } from './cell.ts';
import type { Secret } from './secrets.ts';

/**
 * The tenant's object storage as its cell names it. For S3, the service's folder of secrets holds `s3.access-key` and
 * `s3.secret-key`. @throws Error when they are missing or the prefix is another tenant's
 */
export const openCellObjects = async (
  { id, objects }: Pick<CellSpec, 'id' | 'objects'>,
  secret: (name: string) => Secret,
): Promise<Objects> => {
  if (objects.driver === 's3' && objects.prefix !== `${id}/`)
    throw new Error(`the objects of ${id} can not lie below ${objects.prefix}`);
  return await openObjects(objects, () => ({
    accessKeyId: secret('s3.access-key').reveal(),
    secretAccessKey: secret('s3.secret-key').reveal(),
  }));
};
