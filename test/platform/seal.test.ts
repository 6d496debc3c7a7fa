import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import fc from 'fast-check';

const folder = mkdtempSync(join(tmpdir(), 'beika-seal-'));
after(() => rmSync(folder, { recursive: true }));
const env = {
  DATABASE_URL: 'mysql://nobody@localhost/none',
  REDIS_URL: 'unix:/none',
  DATA_DIR: join(folder, 'a'),
};
Object.assign(process.env, env);
const { blindIndex, seal, sealBytes, unseal, unsealBytes } = await import(
  '../../src/platform/seal.ts'
);
const place = 'users.name:YH1';
const text = fc.string({ unit: 'grapheme' });

test('any text and any bytes come back as they were, and look different each time', () => {
  fc.assert(fc.property(text, (plain) => unseal(seal(plain, place), place) === plain));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) =>
      unsealBytes(sealBytes(Buffer.from(bytes), place), place).equals(Buffer.from(bytes)),
    ),
  );
  assert.notEqual(seal('330106199001011234', place), seal('330106199001011234', place));
});

test('a value moved to another table, column or row does not open', () => {
  const sealed = seal('张三丰', place);
  for (const other of ['users.name:YH2', 'users.email:YH1', 'filings.name:YH1', '', `${place} `])
    assert.throws(() => unseal(sealed, other), other);
});

test('one bit changed anywhere, or bytes cut off or added, and it does not open', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(), fc.nat(7), (bytes, at, bit) => {
      const sealed = sealBytes(Buffer.from(bytes), place);
      const i = at % sealed.length;
      sealed.writeUInt8(sealed.readUInt8(i) ^ (1 << bit), i);
      assert.throws(() => unsealBytes(sealed, place));
    }),
  );
  const sealed = sealBytes(Buffer.from('1234'), place);
  for (let length = 0; length < sealed.length; length++)
    assert.throws(() => unsealBytes(sealed.subarray(0, length), place), `${length} bytes`);
  assert.throws(() => unsealBytes(Buffer.concat([sealed, Buffer.from([0])]), place));
});

test('what is not sealed at all is an error, never text', () => {
  for (const plain of ['', 'v1.', 'v2.abcd', '张三丰', 'v1.张三丰'])
    assert.throws(() => unseal(plain, place), plain);
});

test('the same value is found in its own column only, and its index tells nothing', () => {
  assert.equal(blindIndex('1', 'a'), blindIndex('1', 'a'));
  assert.notEqual(blindIndex('1', 'a'), blindIndex('1', 'b'));
  assert.notEqual(blindIndex('1', 'a'), blindIndex('2', 'a'));
  assert.match(blindIndex('330106199001011234', 'a'), /^[0-9a-f]{64}$/);
});

interface Said {
  opened: string | null;
  sealed: string;
  index: string;
}

/** Runs seal-once.ts; rejects with its error output. */
function inProcess(dataDir: string, ...args: string[]): Promise<Said> {
  const script = new URL('./seal-once.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, ['--import', 'tsx', script, ...args], {
    env: { ...process.env, DATA_DIR: dataDir },
  });
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += chunk));
  child.stderr.on('data', (chunk) => (said.err += chunk));
  return new Promise((resolve, reject) =>
    child.on('close', (code) =>
      code === 0 ? resolve(JSON.parse(said.out)) : reject(new Error(said.err)),
    ),
  );
}

test('of processes that start for the first time at once, all have the same keys', async () => {
  const dir = join(folder, 'first');
  const said = await Promise.all(Array.from({ length: 3 }, () => inProcess(dir, place)));
  assert.equal(new Set(said.map(({ index }) => index)).size, 1);
  const again = await inProcess(dir, place, said[2]?.sealed ?? '');
  assert.equal(again.opened, '张三丰');
  assert.equal(statSync(join(dir, 'secrets.json')).mode & 0o777, 0o600);
});

test('a new key seals from then on, and the old one still opens; without it nothing does', async () => {
  const dir = join(folder, 'first');
  const file = join(dir, 'secrets.json');
  const before = await inProcess(dir, place);
  const secrets = JSON.parse(readFileSync(file, 'utf8'));
  const write = (seal_keys: object) =>
    writeFileSync(file, JSON.stringify({ ...secrets, seal_keys }));
  write({ ...secrets.seal_keys, 2: randomBytes(32).toString('base64') });
  const later = await inProcess(dir, place, before.sealed);
  assert.equal(later.opened, '张三丰');
  assert.equal(Buffer.from(later.sealed.slice(3), 'base64url').readUInt16BE(0), 2);
  write({ 2: randomBytes(32).toString('base64') });
  await assert.rejects(inProcess(dir, place, before.sealed), /no seal key numbered 1/);
});

test('a secrets file that others may read, or that is broken, stops the start in words', async () => {
  const dir = join(folder, 'first');
  const file = join(dir, 'secrets.json');
  chmodSync(file, 0o644);
  await assert.rejects(inProcess(dir, place), /可被其他用户读取。请执行：chmod 600/);
  chmodSync(file, 0o600);
  writeFileSync(file, '{"seal_keys":{}}');
  await assert.rejects(inProcess(dir, place), /已损坏/);
});
