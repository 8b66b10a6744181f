export * from './bundle.ts';
export * from './canonical.ts';
export * from './commitment.ts';
export * from './entry.ts';
