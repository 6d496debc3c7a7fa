import type { Child } from './child.ts';
import type { Service } from './keep.ts';
import { lastWords } from './last-words.ts';
import { refusal } from './refusal.ts';

/** How to run one of our own TypeScript programs beside the engines. */
export interface Program {
  title: string;
  file: string;
  args?: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Every line of its standard output, and whether it is the line that says it is ready. */
  onOutput: (line: string, isReadyLine: boolean) => void;
  onError: (line: string) => void;
  onMessage?: (message: unknown) => void;
  /** Once it is ready, with the line that says so. */
  onReady?: (child: Child, readyLine: string) => void;
}

/** The exit status of a program that has said in plain words why it does not start (EX_CONFIG of sysexits.h). */
const SAID_WHY = 78;

/** One of our own programs as a service to keep: ready once it has written a line `ready …`. */
export function program(options: Program): Service {
  return {
    title: options.title,
    stopSignal: 'SIGTERM',
    async start(launch) {
      let isReady = false;
      let readyLine = '';
      let sayReady = () => {};
      const ready = new Promise<void>((resolve) => {
        sayReady = resolve;
      });
      const child = launch({
        program: process.execPath,
        // The same loader that runs us, named by its full path.
        args: [...process.execArgv, options.file, ...(options.args ?? [])],
        cwd: options.cwd,
        env: options.env,
        onOutput: (line) => {
          const isReadyLine = !isReady && /^ready\b/.test(line);
          isReady ||= isReadyLine;
          options.onOutput(line, isReadyLine);
          if (!isReadyLine) return;
          readyLine = line;
          sayReady();
        },
        onError: options.onError,
        ...(options.onMessage ? { onMessage: options.onMessage } : {}),
      });
      await Promise.race([ready, child.done]);
      if (isReady) options.onReady?.(child, readyLine);
      if (isReady) return child;
      const { code } = await child.done;
      if (code === SAID_WHY) throw refusal(`${options.title}没有启动`);
      throw refusal(`${options.title}没有启动成功：${lastWords(child)}`);
    },
  };
}
