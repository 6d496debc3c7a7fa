import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { type OpenLog, openLog } from './child-log.ts';

/** What to start. Its output goes to a log file, or is handed over line by line. */
export interface Command {
  program: string;
  args: string[];
  env?: NodeJS.ProcessEnv;
  cwd?: string;
  input?: string;
  log?: string;
  /** Writes straight to our own terminal. */
  isHeard?: boolean;
  onOutput?: (line: string) => void;
  onError?: (line: string) => void;
  onMessage?: (message: unknown) => void;
}

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
}

/** A started process. `done` never rejects: a program that cannot be run ends with code 127. */
export interface Child {
  pid: number | undefined;
  done: Promise<Exit>;
  isDone: () => boolean;
  kill: (signal: NodeJS.Signals) => void;
  send: (message: object) => void;
  /** What it wrote since its start, as far as it is kept. */
  output: () => string;
}

const REMEMBERED_LINES = 40;

let setprivWorks: boolean | undefined;

/** Linux tells a child of its parent's death only when asked by prctl, which `setpriv` does: so a kill -9 of ours leaves nothing behind. */
function withParentDeathSignal(command: Command): [string, string[]] {
  setprivWorks ??= spawnSync('setpriv', ['--pdeathsig', 'TERM', 'true']).status === 0;
  if (!setprivWorks) return [command.program, command.args];
  return ['setpriv', ['--pdeathsig', 'TERM', command.program, ...command.args]];
}

/** Starts a program in its own process group, so that Ctrl-C reaches only us and we choose the order of stopping. */
export function launch(command: Command): Child {
  const log = command.log ? openLog(command.log) : undefined;
  const output = command.isHeard ? 'inherit' : (log?.fd ?? 'pipe');
  const [program, args] = withParentDeathSignal(command);
  const child = spawn(program, args, {
    detached: true,
    ...(command.env ? { env: command.env } : {}),
    ...(command.cwd ? { cwd: command.cwd } : {}),
    stdio: [
      command.input === undefined ? 'ignore' : 'pipe',
      output,
      output,
      ...(command.onMessage ? (['ipc'] as const) : []),
    ],
  });
  if (log) closeSync(log.fd);
  return watch(child, command, log);
}

function watch(child: ChildProcess, command: Command, log: OpenLog | undefined): Child {
  const remembered: string[] = [];
  const remember = (line: string) => {
    remembered.push(line);
    if (remembered.length > REMEMBERED_LINES) remembered.shift();
  };
  eachLine(child.stdout, (line) => command.onOutput?.(line));
  eachLine(child.stderr, (line) => {
    remember(line);
    command.onError?.(line);
  });
  if (command.onMessage) child.on('message', command.onMessage);
  // A program that ends before it has read all of its input shows that by its exit code.
  child.stdin?.on('error', () => {});
  child.stdin?.end(command.input);
  let isDone = false;
  return {
    pid: child.pid,
    done: endOf(child, remember).finally(() => {
      isDone = true;
    }),
    isDone: () => isDone,
    kill: (signal) => killGroup(child, signal),
    send: (message) => {
      if (child.connected) child.send(message, () => {});
    },
    output: () => [log ? readFrom(log) : '', ...remembered].join('\n').trim(),
  };
}

function endOf(child: ChildProcess, remember: (line: string) => void): Promise<Exit> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      remember(error.message);
      if (child.pid === undefined) resolve({ code: 127, signal: null });
    });
    // 'close' and not 'exit': the last words may still be in the pipe.
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
}

function eachLine(stream: Readable | null, take: (line: string) => void): void {
  if (stream)
    createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on('line', take);
}

/** KILL goes to the whole group: whoever is killed cannot end its own children. */
function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  if (signal !== 'SIGKILL') {
    child.kill(signal);
    return;
  }
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

function readFrom(log: OpenLog): string {
  return readFileSync(log.file).subarray(log.from).toString();
}

/** Asks a process to end, and kills it when it has not within `withinMs`. */
export async function end(child: Child, signal: NodeJS.Signals, withinMs: number): Promise<void> {
  if (child.isDone()) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), withinMs);
  await child.done;
  clearTimeout(timer);
}
