import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { makeDatabase, serverUrl, withDatabase } from '../harness.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const schemas = fileURLToPath(new URL('../../../shared/miit/xsd', import.meta.url));

export interface Product {
  url: string;
  setup_link: string;
  folder: string;
  child: ChildProcess;
  said(): string;
  stop(): Promise<void>;
}

/** The whole product as `npm start` runs it, on a database of its own: supervisor, web, worker, sandboxes when asked for. */
export async function startProduct(): Promise<Product> {
  const name = `t_${randomBytes(6).toString('hex')}`;
  const folder = mkdtempSync(join(tmpdir(), 'beika-browser-'));
  const admin = await makeDatabase(name);
  const child = spawn(process.execPath, ['--import', 'tsx', join(root, 'src/supervisor.ts')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      DATABASE_URL: withDatabase(serverUrl(), name),
      REDIS_URL: process.env['TEST_REDIS_URL'],
      QUEUE_PREFIX: `{${name}}`,
      DATA_DIR: folder,
      HOST: '127.0.0.1',
      PORT: '0',
      ...(existsSync(schemas) ? { SANDBOX_SCHEMAS: schemas } : {}),
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => (output += chunk));
  const url = await waitFor(
    () => /^ready (\S+)$/m.exec(output)?.[1],
    child,
    () => output,
  );
  const setup_link = /https?:\S+\/setup\?token=\S+/.exec(output)?.[0] ?? '';
  const stop = async () => {
    const gone = new Promise((resolve) => child.once('exit', resolve));
    if (child.exitCode === null && child.kill('SIGTERM')) await gone;
    await admin.raw('drop database ??', [name]);
    await admin.destroy();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, setup_link, folder, child, said: () => output, stop };
}

/** Asks until there is an answer, for a minute; fails with what the product has said. */
async function waitFor<T>(
  ask: () => T | undefined,
  child: ChildProcess,
  output: () => string,
): Promise<T> {
  for (let i = 0; i < 600; i++) {
    const answer = ask();
    if (answer !== undefined) return answer;
    if (child.exitCode !== null) break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the product did not get ready:\n${output()}`);
}
