export { prepareDirectories } from './checks.ts';
export { type Child, launch } from './child.ts';
export { databaseUrl, type Layout, layoutOf, redisUrl } from './layout.ts';
export { wordsOf } from './refusal.ts';
export { type CommandLine, runCommand } from './run-command.ts';
export { type EngineOptions, type Engines, startEngines } from './start-engines.ts';
export { type SupervisorOptions, supervise } from './supervise.ts';
