import { run } from '@bulwark/runtime';
import { backup } from './app.ts';

await run([backup]);
