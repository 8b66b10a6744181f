export * from './connect.ts';
export * from './migrate.ts';
export { SHARED_SETS } from './shared-sets.ts';
export * from './transaction.ts';
