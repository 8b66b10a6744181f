import { run } from '@bulwark/runtime';
import { media } from './app.ts';

await run([media]);
