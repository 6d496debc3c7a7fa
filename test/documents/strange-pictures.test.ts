import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { start } from '../harness.ts';
import { damaged, evilPictures, goodPictures, type Strange } from './strange-pictures.ts';

const app = await start();
const customer = await app.signedIn('customer');
const { redis } = await import('../../src/platform/redis.ts');
const { originalOf } = await import('../../src/documents/queries.ts');
const folder = join(app.folder, 'documents');
const good = await goodPictures();
let sent = 0;

async function send(bytes: Buffer) {
  // The limit of uploads has a test of its own.
  if (++sent % 100 === 0) await redis().del(...(await redis().keys('*limit:upload*')));
  const form = new FormData();
  form.append('purpose', 'other');
  form.append('file', new Blob([new Uint8Array(bytes)]), '证件.jpg');
  const headers = { accept: 'application/json' };
  const answer = await customer.fetch('/documents', { method: 'POST', body: form, headers });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

function files(): number {
  const all = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  return all.filter((name) => /original|thumb|part/.test(name)).length;
}
const rows = async () => Number((await app.db('documents').count({ n: '*' }).first())?.['n']);

/** Stored as a JPEG of our own making, or refused in words with nothing stored. Gives which. */
async function judge([what, bytes]: Strange): Promise<'stored' | 'refused'> {
  const before = [await rows(), files()] as const;
  const { status, body } = await send(bytes);
  if (status === 201) {
    const picture = await originalOf(body.no);
    const made = await sharp(picture).metadata();
    assert.deepEqual(
      [made.format, made.space, made.width, made.height],
      ['jpeg', 'srgb', body.width, body.height],
      what,
    );
    assert.deepEqual(
      [made.exif, made.xmp, made.iptc, made.icc, made.comments],
      [undefined, undefined, undefined, undefined, undefined],
      what,
    );
    assert.equal(picture.indexOf('<script'), -1, what);
    assert.ok(made.width <= 4000 && made.height <= 4000, what);
    return 'stored';
  }
  assert.ok([413, 415, 422].includes(status), `${what}: ${status} ${JSON.stringify(body)}`);
  assert.match(body.error.message, /\p{Script=Han}{4}/u, what);
  assert.deepEqual([await rows(), files()], before, what);
  return 'refused';
}

// A bomb unpacked takes 400 MB and more; what the allocator keeps of honest work stays below this.
const muchMemory = 250; // MB
const memory = { start: 0, most: 0 };
const watch = setInterval(() => {
  memory.most = Math.max(memory.most, process.memoryUsage().rss);
}, 20);
after(() => clearInterval(watch));

test('every common way to write a picture is taken, upright', async () => {
  for (const picture of good) assert.equal(await judge(picture), 'stored', picture[0]);
  memory.start = process.memoryUsage().rss;
  for (const [what, bytes] of good.slice(-8)) {
    const { body } = await send(bytes);
    const lies = [5, 6, 7, 8].includes(Number(what.at(-1)));
    assert.deepEqual([body.width, body.height], lies ? [240, 320] : [320, 240], what);
  }
});

test('pictures made to hurt are refused or made harmless, without much memory', async (t) => {
  memory.most = 0;
  for (const picture of await evilPictures())
    t.diagnostic(`${await judge(picture)}: ${picture[0]}`);
  const grown = Math.round((memory.most - memory.start) / 2 ** 20);
  t.diagnostic(`${grown} MB more at the peak`);
  assert.ok(grown < muchMemory, `${grown} MB`);
});

test('a damaged picture is refused or made whole, whatever is wrong with it', async (t) => {
  memory.most = 0;
  const all = damaged(good);
  const count = { stored: 0, refused: 0 };
  for (const picture of all) count[await judge(picture)]++;
  const grown = Math.round((memory.most - memory.start) / 2 ** 20);
  t.diagnostic(`${all.length} pictures: ${JSON.stringify(count)}, ${grown} MB more at the peak`);
  assert.ok(all.length >= 280 && count.refused > 100);
  assert.ok(grown < muchMemory, `${grown} MB`);
});
