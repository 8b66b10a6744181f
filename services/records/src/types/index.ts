import type { RecordType } from '@bulwark/record';
import { asset } from './asset.ts';
import { risk } from './risk.ts';
import { task } from './task.ts';

/** Every record type of the product, in the order of the navigation. */
export const recordTypes: readonly RecordType[] = [
  risk,
  asset,
  task,
] as readonly unknown[] as readonly RecordType[];
