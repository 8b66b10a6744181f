export { openFileObjects } from './file.ts';
export { checkKey } from './key.ts';
export type { ObjectFacts, Objects, StoredObject } from './objects.ts';
