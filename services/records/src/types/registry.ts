export { asset } from './asset.ts';
export { risk } from './risk.ts';
export { task } from './task.ts';
