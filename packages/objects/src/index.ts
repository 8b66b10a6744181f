export { openFileObjects } from './file.ts';
export { checkKey } from './key.ts';
export type { ObjectFacts, Objects, StoredObject } from './objects.ts';
export { openObjects } from './open.ts';
export type { FilePlace, S3Credentials, S3Place } from './place.ts';
