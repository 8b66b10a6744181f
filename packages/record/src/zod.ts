import { z } from 'zod';

// Without a compiler in it: the browser's content security policy forbids `new Function`.
z.config({ jitless: true });

export { z };
