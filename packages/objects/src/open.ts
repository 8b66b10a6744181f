import { openFileObjects } from './file.ts';
import type { Objects } from './objects.ts';
import type { FilePlace, S3Credentials, S3Place } from './place.ts';

/** Opens a tenant's object storage; `credentials` are asked for only where there are any. */
export const openObjects = async (
  place: FilePlace | S3Place,
  credentials: () => S3Credentials,
): Promise<Objects> => {
  if (place.driver === 'file') return openFileObjects(place.folder);
  // A chunk of its own: a cell whose objects are files never loads the library.
  const { openS3Objects } = await import('./s3.ts');
  return openS3Objects(place, credentials());
};
