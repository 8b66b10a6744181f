export { z } from './zod.ts';
