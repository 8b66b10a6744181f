import type { RecordType } from '@bulwark/record';
import { risk } from './risk.ts';

/** Every record type of the product: one line each. */
export const recordTypes: readonly RecordType[] = [risk as unknown as RecordType];
