export { chainEntries } from './chain.ts';
export { schedules } from './jobs.ts';
export { type Actor, record, SYSTEM } from './record.ts';
export { routes } from './routes.ts';
export { verifyChain } from './verify.ts';
export { nameActions } from './words.ts';
