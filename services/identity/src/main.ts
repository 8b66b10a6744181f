import { run } from '@bulwark/runtime';
import { identity } from './app.ts';

await run([identity]);
