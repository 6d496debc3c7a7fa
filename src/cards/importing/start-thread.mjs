import { register } from 'tsx/esm/api';

// A thread does not take over the loader of its process: it has its own.
register();
await import('./thread.ts');
