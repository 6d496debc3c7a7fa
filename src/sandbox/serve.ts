import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Listens and gives the server with its base address. Rejects when the port is taken. */
export async function listen(
  handler: RequestListener,
  { host, port }: { host: string; port: string },
): Promise<{ server: Server; url: string }> {
  const server = createServer(handler);
  await new Promise<void>((done, failed) => {
    server.once('error', failed);
    server.listen(Number(port), host, done);
  });
  return { server, url: `http://${host}:${portOf(server.address())}` };
}

/** The port behind an address that node gives back. */
export function portOf(address: AddressInfo | string | null): number {
  return address !== null && typeof address === 'object' ? address.port : 0;
}

/** Stops on SIGTERM and SIGINT with status 0. What was answered is on disk already. */
export function stopOnSignal(close: () => void): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      close();
      process.exit(0);
    });
  }
}
