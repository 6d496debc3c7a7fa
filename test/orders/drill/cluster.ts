import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { layoutOf, prepareDirectories, startEngines } from '../../../src/engines/index.ts';
import type { Ground } from './stage.ts';

const PROVIDER = '/usr/lib/galera/libgalera_smm.so';
const NODES = 3;
/** The copying of a node by rsync works for whoever is not root. */
const isRoot = process.getuid?.() === 0;
const NOBODY = 65534;

interface Node {
  folder: string;
  socket: string;
  child: ChildProcess;
}

/**
 * Three nodes of Galera from Debian's packages, on one machine, the others copied from the first. `kill`
 * of MariaDB takes the first node away for good.
 */
export async function clusterGround(folder: string): Promise<Ground> {
  const layout = layoutOf(join(folder, 'seed'));
  prepareDirectories(layout);
  const seed = startEngines({ layout, durable: false, say: () => {}, redisUrl: 'none' });
  await seed.ready;
  await seed.stop(20_000);
  if (isRoot) chmodSync(folder, 0o711);
  const ports = await freePorts(NODES * 3);
  const members = ports.slice(0, NODES).map((port) => `127.0.0.1:${port}`);
  const nodes: Node[] = [];
  for (let n = 0; n < NODES; n++) {
    const at = join(folder, `node${n}`);
    cpSync(layout.dbDir, join(at, 'db'), { recursive: true });
    const [istPort = 0, copyPort = 0] = [ports[NODES + n], ports[2 * NODES + n]];
    nodes.push(await startNode(at, { n, members, istPort, copyPort }));
  }
  const redisLayout = layoutOf(join(folder, 'engines'));
  prepareDirectories(redisLayout);
  const redis = startEngines({
    ...{ layout: redisLayout, durable: true, say: () => {}, databaseUrl: 'none' },
  });
  await redis.ready;
  return {
    databaseUrls: nodes.map(({ socket }) => urlOf(socket)),
    redisUrl: redis.redisUrl,
    kill: () => void nodes[0]?.child.kill('SIGKILL'),
    pids: () => nodes.slice(1).map(({ child }) => child.pid ?? 0),
    async close() {
      await redis.stop(5000);
      for (const { child } of nodes) child.kill('SIGKILL');
    },
  };
}

const urlOf = (socket: string) =>
  `mysql://beika@localhost/beika?socketPath=${encodeURIComponent(socket)}`;

interface Place {
  n: number;
  members: string[];
  istPort: number;
  copyPort: number;
}

async function startNode(folder: string, place: Place): Promise<Node> {
  mkdirSync(join(folder, 'tmp'), { recursive: true });
  if (isRoot) execFileSync('chown', ['-R', `${NOBODY}:${NOBODY}`, folder]);
  const socket = join(folder, 'db.sock');
  const log = openSync(join(folder, 'log'), 'a');
  const child = spawn('mariadbd', argumentsOf(folder, socket, place), {
    stdio: ['ignore', log, log],
    ...(isRoot ? { uid: NOBODY, gid: NOBODY } : {}),
    // Where the scripts are that copy a node to another.
    env: { ...process.env, PATH: `${process.env['GALERA_TOOLS']}:${process.env['PATH']}` },
  });
  // Whatever becomes of us, it does not outlive us.
  process.once('exit', () => child.kill('SIGKILL'));
  await untilReady(socket, child);
  return { folder, socket, child };
}

function argumentsOf(
  folder: string,
  socket: string,
  { n, members, istPort, copyPort }: Place,
): string[] {
  const own = members[n] ?? '';
  const provider = [
    ...[`gmcast.listen_addr=tcp://${own}`, `ist.recv_addr=127.0.0.1:${istPort}`],
    // A dead node is given up within seconds, so that the drill need not wait.
    ...[
      'evs.keepalive_period=PT0.5S',
      'evs.suspect_timeout=PT2S',
      'evs.inactive_timeout=PT6S',
      'evs.inactive_check_period=PT1S',
      'gcache.size=32M',
    ],
  ];
  return [
    '--no-defaults',
    ...[`--datadir=${join(folder, 'db')}`, `--tmpdir=${join(folder, 'tmp')}`],
    ...[`--socket=${socket}`, `--pid-file=${join(folder, 'pid')}`, '--skip-networking'],
    ...['--character-set-server=utf8mb4', '--collation-server=utf8mb4_unicode_ci'],
    ...['--transaction-isolation=READ-COMMITTED', '--max-connections=200'],
    ...['--innodb-buffer-pool-size=128M', '--innodb-log-file-size=64M'],
    ...['--innodb-flush-log-at-trx-commit=1', '--binlog-format=ROW'],
    ...['--innodb-autoinc-lock-mode=2', '--wsrep-on=ON', `--wsrep-provider=${PROVIDER}`],
    ...[`--wsrep-provider-options=${provider.join(';')}`, '--wsrep-cluster-name=beika'],
    ...[`--wsrep-node-address=${own}`, `--wsrep-node-name=node${n}`, '--wsrep-sst-method=rsync'],
    `--wsrep-sst-receive-address=127.0.0.1:${copyPort}`,
    `--wsrep-cluster-address=gcomm://${members.join(',')}`,
    ...(n === 0 ? ['--wsrep-new-cluster'] : []),
  ];
}

async function untilReady(socket: string, child: ChildProcess): Promise<void> {
  const { default: knex } = await import('knex');
  const connection = { user: 'beika', socketPath: socket };
  const log = { warn: () => {}, error: () => {} };
  const db = knex({ client: 'mysql2', connection, pool: { min: 0, max: 1 }, log });
  try {
    for (let attempt = 0; attempt < 300; attempt++) {
      if (child.exitCode !== null) throw new Error(`a node ended with ${child.exitCode}`);
      const rows = await db.raw("show status like 'wsrep_ready'").catch(() => undefined);
      if (rows?.[0]?.[0]?.Value === 'ON') return;
      await pause(200);
    }
    throw new Error('a node never joined');
  } finally {
    await db.destroy();
  }
}

async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((done) => server.once('listening', done))));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' ? (address?.port ?? 0) : 0;
  });
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
