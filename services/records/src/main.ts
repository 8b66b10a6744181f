import { run } from '@bulwark/runtime';
import { records } from './app.ts';

await run([records]);
