import { createServer, type RequestListener, type Server, STATUS_CODES } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, Server as NetServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { beginStopping, isStopping } from './stopping.ts';

export interface WebServer {
  /** Gives the port it listens on. */
  listen(port: number, host: string): Promise<number>;
  /** Answers what is under way, and cuts what is not done after `withinMs`. */
  stop(withinMs: number): Promise<void>;
}

/** Long enough for whoever sends one request after the other to be told that this connection ends. */
const NOTICE_MS = 500;

/** How long a client may take over what it sends, in ms, so that a slow one holds nothing for ever. */
const LIMITS = {
  headersTimeout: 20_000,
  requestTimeout: 300_000,
  // Longer than a proxy in front keeps its connections, or it would send into one that we just ended.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5000,
};

export interface WebServerOptions {
  tls?: { cert: Buffer; key: Buffer } | undefined;
  limits?: typeof LIMITS;
}

/** An HTTP server around the app: patient with slow phones, not with those who only hold a connection. */
export function webServer(
  app: RequestListener,
  { tls, limits = LIMITS }: WebServerOptions = {},
): WebServer {
  const server = tls ? createSecure({ ...limits, ...tls }, app) : createServer(limits, app);
  const open = sayGoodbye(server);
  server.on('clientError', refuse);
  server.on('checkExpectation', (_req, res) => res.writeHead(417, PLAIN).end());
  return {
    listen: (port, host) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        // A TCP server's address is never a string.
        server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
      }),
    async stop(withinMs) {
      beginStopping();
      // Nobody new, but open connections stay: http's own close would end one just as its next request comes.
      const closed = new Promise((resolve) => NetServer.prototype.close.call(server, resolve));
      for (const res of open) if (!res.headersSent) res.setHeader('Connection', 'close');
      await pause(NOTICE_MS);
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), withinMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

/** Once we are stopping, each answer ends its connection. Gives the answers that are under way. */
function sayGoodbye(server: Server) {
  const open = new Set<import('node:http').ServerResponse>();
  server.prependListener('request', (_req, res) => {
    open.add(res);
    res.once('close', () => open.delete(res));
    if (isStopping()) res.setHeader('Connection', 'close');
  });
  return open;
}

const PLAIN = {
  'Content-Type': 'text/plain; charset=utf-8',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cache-Control': 'no-store',
  Connection: 'close',
};

const STATUS: Record<string, number> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is not even HTTP is answered once, in words, and never listened to again. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  const status = STATUS[error.code ?? ''] ?? 400;
  const head = Object.entries(PLAIN).map(([name, value]) => `${name}: ${value}`);
  const body = '请求的内容不正确\n';
  socket.end(
    [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      ...head,
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n'),
  );
}
