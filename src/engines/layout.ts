import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** Where everything private lies under one data directory. All paths are absolute. */
export interface Layout {
  dataDir: string;
  dbDir: string;
  dbTmpDir: string;
  redisDir: string;
  logDir: string;
  /** Pid files, and the sockets unless their path would be too long. */
  runDir: string;
  socketDir: string;
  dbSocket: string;
  dbPidFile: string;
  redisSocket: string;
  redisPidFile: string;
  lockSocket: string;
  sandboxDir: string;
}

// The kernel's limit is 107 bytes (103 on macOS); the rest is room for a temporary suffix.
const LONGEST_SOCKET_PATH = 90;

/** The layout of a data directory. The same directory always gives the same layout, so the command line finds what the supervisor started. */
export function layoutOf(directory: string): Layout {
  const dataDir = resolve(directory);
  const runDir = join(dataDir, 'run');
  const socketDir = socketDirOf(dataDir, runDir);
  return {
    dataDir,
    dbDir: join(dataDir, 'db'),
    dbTmpDir: join(dataDir, 'db.tmp'),
    redisDir: join(dataDir, 'redis'),
    logDir: join(dataDir, 'log'),
    runDir,
    socketDir,
    dbSocket: join(socketDir, 'db.sock'),
    dbPidFile: join(runDir, 'db.pid'),
    redisSocket: join(socketDir, 'redis.sock'),
    redisPidFile: join(runDir, 'redis.pid'),
    lockSocket: join(socketDir, 'supervisor.sock'),
    sandboxDir: join(dataDir, 'sandbox'),
  };
}

/** /tmp by name and not by TMPDIR: a service and a terminal of one user often differ in TMPDIR. */
function socketDirOf(dataDir: string, runDir: string): string {
  if (Buffer.byteLength(join(runDir, 'supervisor.sock')) <= LONGEST_SOCKET_PATH) return runDir;
  const name = createHash('sha256').update(dataDir).digest('hex').slice(0, 16);
  return `/tmp/beika-${name}`;
}

/** The address of the private database for mysql2; without a name it is the address of the server. */
export function databaseUrl(layout: Layout, database = 'beika'): string {
  return `mysql://beika@localhost/${database}?socketPath=${encodeURIComponent(layout.dbSocket)}`;
}

/** The address of the private Redis, in the form `unix:/absolute/path`. */
export function redisUrl(layout: Layout): string {
  return `unix:${layout.redisSocket}`;
}
