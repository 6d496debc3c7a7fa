export { prepareDirectories } from './checks.ts';
export { databaseUrl, type Layout, layoutOf, redisUrl } from './layout.ts';
export { wordsOf } from './refusal.ts';
export { type EngineOptions, type Engines, startEngines } from './start-engines.ts';
