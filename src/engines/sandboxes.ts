import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Kept, keep, type Limits, type Service } from './keep.ts';
import { program } from './program.ts';
import { wordsOf } from './refusal.ts';

export interface SandboxChange {
  name: string;
  urls: string[];
  error?: string;
}

/** Where sandboxes live and whom to tell about them. */
export interface SandboxOptions {
  /** The program: called with the sandbox's name. */
  file: string;
  cwd: string;
  directory: string;
  /** More arguments for one of them, by name. */
  args?: Record<string, string[]>;
  env: NodeJS.ProcessEnv;
  say: (line: string) => void;
  /** Called when a sandbox is ready (with its addresses), and when it is gone or failed (without). */
  onChange: (change: SandboxChange) => void;
  limits?: Limits;
}

export interface Sandboxes {
  /** Runs exactly these: starts what is missing, stops what is not named. */
  want: (names: string[]) => Promise<void>;
  stop: (withinMs: number) => Promise<void>;
}

interface Running {
  kept: Kept;
  urls: string[];
}

const STOPPING_MS = 3000;
const NAME = /^[a-z]{2,20}$/;

/** The outside systems for a drill, each a process of its own, run when the product asks for it. */
export function sandboxes(options: SandboxOptions): Sandboxes {
  const running = new Map<string, Running>();
  let queue: Promise<void> = Promise.resolve();
  return {
    // One after the other: a sandbox started while its forerunner still ends would not get its port.
    want: (names) => {
      queue = queue.then(() => apply(options, running, [...new Set(names)]));
      return queue;
    },
    stop: async (withinMs) => {
      const all = [...running.values()];
      running.clear();
      await Promise.all(all.map(({ kept }) => kept.stop(withinMs)));
    },
  };
}

async function apply(
  options: SandboxOptions,
  running: Map<string, Running>,
  names: string[],
): Promise<void> {
  const surplus = [...running].filter(([name]) => !names.includes(name));
  for (const [name] of surplus) running.delete(name);
  await Promise.all(surplus.map(([, { kept }]) => kept.stop(STOPPING_MS)));
  for (const name of names) {
    const one = running.get(name);
    if (!NAME.test(name)) options.onChange({ name, urls: [], error: '没有这个演练环境' });
    else if (!one) start(options, running, name);
    else if (one.urls.length > 0) options.onChange({ name, urls: one.urls });
  }
}

function start(options: SandboxOptions, running: Map<string, Running>, name: string): void {
  const urls: string[] = [];
  const hear = (heard: string[]) => {
    urls.splice(0, urls.length, ...heard);
    options.onChange({ name, urls });
  };
  const kept = keep(sandbox(name, options, hear), options.say, options.limits);
  const one: Running = { kept, urls };
  running.set(name, one);
  const lose = (error: string | undefined) => {
    if (error === undefined || running.get(name) !== one) return;
    running.delete(name);
    options.say(error);
    options.onChange({ name, urls: [], error });
  };
  kept.ready.catch((error: unknown) => lose(wordsOf(error)));
  kept.gaveUp.then(lose, (error: unknown) => lose(wordsOf(error)));
}

function sandbox(name: string, options: SandboxOptions, hear: (urls: string[]) => void): Service {
  const directory = join(options.directory, name);
  const portFile = join(directory, 'port');
  return {
    title: `演练环境 ${name}`,
    stopSignal: 'SIGTERM',
    async start(launch) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const port = existsSync(portFile) ? readFileSync(portFile, 'utf8').trim() : '0';
      let urls: string[] = [];
      const service = program({
        title: `演练环境 ${name}`,
        file: options.file,
        args: [name, '--port', port, '--data', directory, ...(options.args?.[name] ?? [])],
        cwd: options.cwd,
        env: options.env,
        onOutput: (line, isReadyLine) => {
          if (isReadyLine) urls = line.split(/\s+/).filter((word) => word.includes('://'));
        },
        onError: () => {},
      });
      const child = await service.start(launch);
      rememberPort(portFile, urls[0]);
      hear(urls);
      void child.done.then(() => hear([]));
      return child;
    },
    repair: (words) => {
      if (!/EADDRINUSE/.test(words) || !existsSync(portFile)) return undefined;
      rmSync(portFile);
      return `演练环境 ${name} 原来的端口被占用，改用新的端口`;
    },
  };
}

/** The same port after each start: bureau files and gateways name the address. */
function rememberPort(portFile: string, url: string | undefined): void {
  const port = url && URL.canParse(url) ? new URL(url).port : '';
  if (port) writeFileSync(portFile, `${port}\n`);
}
