import { run } from '@bulwark/runtime';
import { notification } from './app.ts';

await run([notification]);
