import { hkdfSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { env } from './env.ts';
import { orRefuseStart } from './refuse-start.ts';

const key32 = z
  .base64()
  .refine((text) => Buffer.from(text, 'base64').length === 32, '须为 32 字节');
const Secrets = z.object({
  /** Key number -> key. The highest number seals; all of them open. */
  seal_keys: z
    .record(z.string().regex(/^[1-9]\d*$/), key32)
    .refine((keys) => Object.keys(keys).length > 0),
  index_key: key32,
  signing_key: key32,
});
export type Secrets = z.output<typeof Secrets>;

/** Reads SECRETS_FILE, or makes it (0600) at the first start. Throws when it is readable by others or broken. */
function loadSecrets(path: string): Secrets {
  if (!existsSync(path)) writeSecrets(path, freshSecrets());
  if ((statSync(path).mode & 0o077) !== 0) {
    throw new Error(`密钥文件 ${path} 可被其他用户读取。请执行：chmod 600 ${path}`);
  }
  const parsed = Secrets.safeParse(jsonIn(path));
  if (!parsed.success)
    throw new Error(`密钥文件 ${path} 已损坏：\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new Error(`密钥文件 ${path} 读不出来，请从备份恢复它`, { cause: error });
  }
}

function freshSecrets(): Secrets {
  const fresh = () => randomBytes(32).toString('base64');
  return { seal_keys: { '1': fresh() }, index_key: fresh(), signing_key: fresh() };
}

/**
 * Written aside, flushed, then named: a crash leaves no half of a file. Of several processes that start at once
 * the first gives the keys to all, for a link never takes the place of another.
 */
function writeSecrets(path: string, secrets: Secrets): void {
  // One level only: deeper ones under /proc and the like make Node's `recursive` try for ever.
  if (!existsSync(dirname(path))) mkdirSync(dirname(path));
  const aside = `${path}.${process.pid}`;
  const file = openSync(aside, 'wx', 0o600);
  writeSync(file, `${JSON.stringify(secrets, null, 2)}\n`);
  fsyncSync(file);
  closeSync(file);
  try {
    linkSync(aside, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(aside);
  }
}

export const secrets = orRefuseStart(() => loadSecrets(env.SECRETS_FILE));

/** A 32-byte key for one purpose, derived by HKDF-SHA256 from a key of the secrets file. */
export function derive(key: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', Buffer.from(key, 'base64'), '', purpose, 32));
}
