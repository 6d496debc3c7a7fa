import { spawn } from 'node:child_process';
import { readsTypescript } from './node-version.mjs';

const PASSED_ON = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The arguments that make node run a TypeScript file, if need be with the project's own tsx, whatever the working directory. Only once packages are there. */
export function typescript(file, args = []) {
  return readsTypescript()
    ? [file, ...args]
    : ['--import', import.meta.resolve('tsx'), file, ...args];
}

/**
 * Runs node in our place: same terminal, signals passed on, and we end as it ended.
 * Its channel to us tells it when we are killed, so that it ends in order too.
 */
export function become(args, options = {}) {
  const child = spawn(process.execPath, args, {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    ...options,
  });
  // npm leaves us alone when it is killed: then nobody is there to stop us later.
  const npm = process.ppid;
  const watch = setInterval(() => process.ppid !== npm && child.kill('SIGTERM'), 250);
  if (process.env.npm_lifecycle_event === undefined) clearInterval(watch);
  for (const signal of PASSED_ON)
    process.on(signal, () => child.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal));
  child.on('error', (error) => {
    throw error;
  });
  child.on('exit', (code, signal) => {
    clearInterval(watch);
    for (const each of PASSED_ON) process.removeAllListeners(each);
    if (signal) process.kill(process.pid, signal);
    else process.exit(code ?? 1);
  });
}
