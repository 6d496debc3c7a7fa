import { mkdirSync, rmSync, statSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf, refusal } from './refusal.ts';

/** Who holds a data directory, as it says itself. */
export interface Holder {
  pid: number;
  /** `command`: a command of the command line that runs the engines for as long as it takes. */
  kind: 'supervisor' | 'command';
  state: 'starting' | 'running' | 'stopping';
  database_url?: string;
  redis_url?: string;
}

export interface Lock {
  release: () => Promise<void>;
}

const TAKING_MS = 20_000;
const GUARD_MS = 10_000;

/**
 * Holds a data directory as long as this process lives, by listening on a socket in it; who asks there is told `describe()`.
 * Gives the present holder instead when there is one.
 */
export async function takeLock(path: string, describe: () => Holder): Promise<Lock | Holder> {
  for (const deadline = Date.now() + TAKING_MS; Date.now() < deadline; await pause(20)) {
    const server = await listen(path, describe);
    if (server) return { release: () => release(server) };
    const holder = await askHolder(path);
    if (holder) return holder;
    await removeDead(path);
  }
  throw refusal(`无法占有 ${path}，请稍后再试`);
}

/** Who holds the lock; undefined when nobody does. */
export function askHolder(path: string): Promise<Holder | undefined> {
  return new Promise((resolve, reject) => {
    let text = '';
    const socket = connect(path);
    socket.setTimeout(5000, () =>
      socket.destroy(refusal(`占有 ${path} 的进程没有回答，它可能卡住了`)),
    );
    socket.on('data', (chunk) => {
      text += chunk;
    });
    socket.on('end', () => resolve(parse(text)));
    socket.on('error', (error) => {
      const isNobody = ['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'].includes(
        codeOf(error) ?? '',
      );
      if (isNobody) resolve(undefined);
      else reject(error);
    });
  });
}

function parse(text: string): Holder | undefined {
  // What answers on our own socket, in a directory only we may enter, is a process of ours.
  return text ? (JSON.parse(text) as Holder) : undefined;
}

/**
 * Removes the socket of a process that was killed. Two may find it at once, and the slower one would remove the living
 * socket of the faster: so who removes looks again, and only one does so at a time.
 */
async function removeDead(path: string): Promise<void> {
  const guard = `${path}.guard`;
  if (!makeGuard(guard)) return;
  try {
    if (!(await askHolder(path))) rmSync(path, { force: true });
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

function makeGuard(guard: string): boolean {
  try {
    mkdirSync(guard);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
    // Whoever made it was killed at the one wrong moment.
    const madeAt = statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
    if (Date.now() - madeAt > GUARD_MS) rmSync(guard, { recursive: true, force: true });
    return false;
  }
}

/** A listening server, or undefined when somebody was faster. */
function listen(path: string, describe: () => Holder): Promise<Server | undefined> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(JSON.stringify(describe()));
    });
    server.once('error', (error) => {
      if (codeOf(error) === 'EADDRINUSE') resolve(undefined);
      else reject(error);
    });
    server.listen(path, () => resolve(server));
    server.unref();
  });
}

/** Node removes the socket when it closes the server. */
function release(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
