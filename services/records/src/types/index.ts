import type { RecordType } from '@bulwark/record';
import * as registry from './registry.ts';

/** Every record type of the product: each line of the registry is one. */
export const recordTypes = Object.values(registry) as readonly unknown[] as readonly RecordType[];
