export * from './ed25519.ts';
export * from './fields.ts';
export * from './key-ring.ts';
export * from './passwords.ts';
export * from './sealed-box.ts';
export * from './stream.ts';
export * from './tokens.ts';
export * from './totp.ts';
