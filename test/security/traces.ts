import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import type { Redis } from 'ioredis';
import type { Knex } from 'knex';

/** Where something lies, and what lies there. */
export type Trace = [place: string, bytes: Buffer];

/** What may lie anywhere: name of the datum -> the datum. */
export type Known = Map<string, string>;

/** A datum as it may be written: plain, in GBK, base64 at each of its three alignments, hex, in an address, in JSON. */
function spellings(datum: string): Buffer[] {
  const utf8 = Buffer.from(datum);
  const gbk = iconv.encode(datum, 'gbk');
  const base64 = [utf8, gbk].flatMap((bytes) =>
    [0, 1, 2].map((shift) => {
      const text = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
      // The letters at both ends depend on what stands beside the datum.
      return text.slice(
        Math.ceil((shift * 4) / 3),
        Math.floor(((shift + bytes.length) * 4) / 3) - 1,
      );
    }),
  );
  const safe = base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const escaped = datum.replace(
    /[^\x20-\x7e]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const texts = [
    ...base64,
    ...safe,
    ...[utf8, gbk].flatMap((bytes) => [bytes.toString('hex'), bytes.toString('hex').toUpperCase()]),
    encodeURIComponent(datum),
    escaped,
  ];
  const long = texts.filter((text) => text.length >= 8).map((text) => Buffer.from(text));
  return [utf8, gbk, Buffer.from(datum, 'utf16le'), ...long];
}

/** Every datum that is found, with the place: nothing is what one hopes for. */
export function found(known: Known, traces: Trace[]): string[] {
  const hits = [...known].flatMap(([name, datum]) => {
    const wanted = spellings(datum);
    const places = traces.filter(([, bytes]) =>
      wanted.some((spelling) => bytes.includes(spelling)),
    );
    return places.map(([place]) => `${name} in ${place}`);
  });
  return [...new Set(hits)].sort();
}

/** Every row of every table, as it would stand in a dump. */
export async function databaseTraces(db: Knex): Promise<Trace[]> {
  const [tables] = await db.raw('show tables');
  const names: string[] = tables.flatMap((row: object) => Object.values(row));
  const all = names.map(async (table): Promise<Trace[]> => {
    const rows: object[] = await db.select('*').from(table);
    return rows.flatMap((row) =>
      Object.entries(row).map(([column, value]): Trace => [`${table}.${column}`, bytesOf(value)]),
    );
  });
  return (await Promise.all(all)).flat();
}

function bytesOf(value: unknown): Buffer {
  return Buffer.isBuffer(value)
    ? value
    : Buffer.from(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
}

/** Every key of a Redis, and what it holds. */
export async function redisTraces(redis: Redis): Promise<Trace[]> {
  const keys = await redis.keys('*');
  const dumped = keys.map(async (key): Promise<Trace[]> => {
    const held = await contents(redis, key);
    return [
      ['a Redis key', Buffer.from(key)],
      [`Redis ${key.replace(/[\d-]+$/, '#')}`, Buffer.from(JSON.stringify(held))],
    ];
  });
  return (await Promise.all(dumped)).flat();
}

async function contents(redis: Redis, key: string): Promise<unknown> {
  const type = await redis.type(key);
  if (type === 'hash') return redis.hgetall(key);
  if (type === 'list') return redis.lrange(key, 0, -1);
  if (type === 'set') return redis.smembers(key);
  if (type === 'zset') return redis.zrange(key, 0, -1);
  if (type === 'stream') return redis.xrange(key, '-', '+');
  return redis.get(key);
}

/** Every file under a folder, its name included. */
export function fileTraces(folder: string): Trace[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry): Trace[] => {
    const path = join(entry.parentPath, entry.name);
    const name: Trace = ['a file name', Buffer.from(path.slice(folder.length))];
    return entry.isFile() ? [name, [`file ${entry.name}`, readFileSync(path)]] : [name];
  });
}
