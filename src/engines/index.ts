export { prepareDirectories } from './checks.ts';
export { type Child, launch } from './child.ts';
export { databaseUrl, layoutOf, redisUrl } from './layout.ts';
export { wordsOf } from './refusal.ts';
export { runCommand } from './run-command.ts';
export { type EngineOptions, startEngines } from './start-engines.ts';
export { supervise } from './supervise.ts';
