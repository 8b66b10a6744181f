import { run } from '@bulwark/runtime';
import { services } from './start.ts';

await run(services);
