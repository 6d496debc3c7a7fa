import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

type Target = { path: string } | { host: string; port: number };

/** A TCP address in front of a server, whose line can be cut, fall silent (nothing comes or goes), and be mended. */
export async function wireTo(target: Target) {
  const pairs = new Set<[Socket, Socket]>();
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect(target);
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (chunk) => to.write(chunk));
      from.on('close', () => to.destroy());
      from.on('error', () => to.destroy());
    }
    near.on('close', () => pairs.delete(pair));
    if (isSilent) hush();
  });
  const hush = () => {
    for (const socket of [...pairs].flat()) socket.pause();
  };
  await listen(0);
  const { port } = server.address() as AddressInfo; // a TCP server's address is never a string

  function listen(at: number): Promise<void> {
    return new Promise((resolve) => server.listen(at, '127.0.0.1', resolve));
  }

  return {
    port,
    /** As if the server were stopped: connections end, new ones are refused. */
    async cut(): Promise<void> {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const [near] of pairs) near.destroy();
      await closed;
    },
    /** As if the server hung: it takes connections and answers nothing. */
    silence(): void {
      isSilent = true;
      hush();
    },
    async mend(): Promise<void> {
      isSilent = false;
      for (const socket of [...pairs].flat()) socket.resume();
      if (!server.listening) await listen(port);
    },
    end(): void {
      for (const [near] of pairs) near.destroy();
      server.close();
    },
  };
}

/** Where a redis:// or unix: address leads. */
export function redisTarget(url: string): Target {
  if (url.startsWith('unix:')) return { path: url.slice('unix:'.length) };
  const at = new URL(url);
  return { host: at.hostname, port: Number(at.port || 6379) };
}

/** Where a mysql:// address leads, and the same address through another port of this machine. */
export function databaseTarget(url: string): Target {
  const at = new URL(url);
  const path = at.searchParams.get('socketPath');
  return path ? { path } : { host: at.hostname, port: Number(at.port || 3306) };
}

export function throughPort(url: string, port: number): string {
  const at = new URL(url);
  at.search = '';
  at.host = `127.0.0.1:${port}`;
  return at.href;
}
