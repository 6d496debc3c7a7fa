import { createServer } from 'node:net';

/**
 * Ends a start that cannot succeed, with words for the person at the terminal in place of a stack.
 * Status 78 (EX_CONFIG of sysexits.h) tells the supervisor that all is said.
 */
export function refuseStart(words: string): never {
  process.stderr.write(`${words}\n`);
  process.exit(78);
}

/** What `make` gives; an error that it throws is the reason why we do not start. */
export function orRefuseStart<T>(make: () => T): T {
  try {
    return make();
  } catch (error) {
    return refuseStart(error instanceof Error ? error.message : String(error));
  }
}

const PORT_WORDS: Record<string, (port: number, host: string) => string> = {
  EADDRINUSE: (port) =>
    `端口 ${port} 已被别的程序占用。请停止那个程序，或换一个端口再启动，例如：PORT=${port === 65_535 ? 8080 : port + 1} npm start`,
  EACCES: (port) => `当前用户不能监听端口 ${port}。请用 1024 以上的端口，例如：PORT=8080 npm start`,
  EADDRNOTAVAIL: (_port, host) => `这台机器没有地址 ${host}。请检查 HOST`,
  ENOTFOUND: (_port, host) => `找不到地址 ${host}。请检查 HOST`,
};

/** Why we cannot listen there, in words; undefined for what no person can mend. */
function portFault(error: unknown, port: number, host: string): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return PORT_WORDS[code]?.(port, host);
}

/** Runs `listen`; a port that cannot be had is the reason why we do not start. */
export async function orRefusePort<T>(
  port: number,
  host: string,
  listen: () => Promise<T>,
): Promise<T> {
  try {
    return await listen();
  } catch (error) {
    const words = portFault(error, port, host);
    if (words) return refuseStart(words);
    throw error;
  }
}

/** Takes the port and lets go of it: so that whoever is refused it hears so before a database is made ready. */
export async function tryPort(port: number, host: string): Promise<void> {
  const server = createServer();
  await orRefusePort(
    port,
    host,
    () =>
      new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, host, resolve);
      }),
  );
  await new Promise((resolve) => server.close(resolve));
}
