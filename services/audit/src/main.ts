import { run } from '@bulwark/runtime';
import { audit } from './app.ts';

await run([audit]);
