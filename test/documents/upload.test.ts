import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import sharp from 'sharp';
import { type Browser, start } from '../harness.ts';

const app = await start();
const { allowToSee } = await import('../../src/documents/index.ts');
const customer = await app.signedIn('customer');

const photo = await plainPhoto();

async function plainPhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  return sharp({ create: { width: 1200, height: 800, channels: 3, background: '#8ac', noise } })
    .withExif({ IFD0: { Copyright: 'somewhere' }, IFD3: { GPSLatitude: '30/1 0/1 0/1' } })
    .jpeg()
    .toBuffer();
}

function send(who: Browser, bytes: Buffer, name = 'photo.jpg', purpose = 'other') {
  const form = new FormData();
  form.append('purpose', purpose);
  form.append('file', new Blob([new Uint8Array(bytes)], { type: 'image/jpeg' }), name);
  return who.fetch('/documents', {
    method: 'POST',
    body: form,
    headers: { accept: 'application/json' },
  });
}

interface Answer {
  no: string;
  width: number;
  height: number;
  error: { message: string };
}

async function jsonOf(answer: Response): Promise<Answer> {
  return JSON.parse(await answer.text());
}

async function storedFiles(): Promise<number> {
  try {
    return readdirSync(join(app.folder, 'documents'), { recursive: true }).length;
  } catch {
    return 0;
  }
}

const bomb = () =>
  sharp({ create: { width: 9000, height: 9000, channels: 3, background: '#000' } })
    .png()
    .toBuffer();
const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';
const gif = Buffer.concat([Buffer.from('GIF89a'), Buffer.from('=1;alert(1)//'), Buffer.alloc(200)]);

const BAD: [string, () => Buffer | Promise<Buffer>, RegExp][] = [
  ['an empty file', () => Buffer.alloc(0), /空的/],
  ['a text file named .jpg', () => Buffer.from('hello'.repeat(100)), /只能上传/],
  [
    'a web page named .jpg',
    () => Buffer.from('<html><script>alert(1)</script></html>'),
    /只能上传/,
  ],
  ['an SVG with a script', () => Buffer.from(svg), /只能上传/],
  ['a GIF that is also a script', () => gif, /只能上传/],
  ['a PDF', () => Buffer.from('%PDF-1.7\n%âãÏÓ\n1 0 obj'), /PDF/],
  ['a program', () => Buffer.concat([Buffer.from('MZ'), Buffer.alloc(500)]), /只能上传/],
  ['a picture cut in half', () => photo.subarray(0, Math.floor(photo.length / 2)), /不完整|打不开/],
  [
    'a JPEG head with nothing behind',
    () => Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70]),
    /打不开|不完整/,
  ],
  ['a picture of 81 million pixels', bomb, /像素/],
  [
    'a picture of 20 px',
    () =>
      sharp({ create: { width: 20, height: 20, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    /太小/,
  ],
  ['21 MB', () => Buffer.concat([photo, Buffer.alloc(21 * 1024 * 1024)]), /20 MB/],
];

for (const [what, make, words] of BAD) {
  test(`${what} is refused in plain words, and nothing is stored`, async () => {
    const [before, files] = [await app.db('documents').count({ n: '*' }), await storedFiles()];
    const answer = await send(customer, await make());
    const body = await jsonOf(answer);
    assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status}`);
    assert.match(body.error.message, words);
    assert.deepEqual(await app.db('documents').count({ n: '*' }), before);
    assert.equal(await storedFiles(), files);
  });
}

test('a photo is stored sealed, re-encoded and without its place', async () => {
  const answer = await send(customer, await plainPhoto());
  assert.equal(answer.status, 201);
  const { no, width, height } = await jsonOf(answer);
  assert.deepEqual([width, height], [1200, 800]);
  const view = await customer.get(`/documents/${no}/view`);
  const served = Buffer.from(await view.arrayBuffer());
  assert.equal(view.headers.get('content-type'), 'image/jpeg');
  assert.equal(view.headers.get('x-content-type-options'), 'nosniff');
  assert.match(view.headers.get('content-security-policy') ?? '', /sandbox/);
  assert.equal((await sharp(served).metadata()).exif, undefined);
  const { readFileSync } = await import('node:fs');
  const raw = readFileSync(join(app.folder, 'documents', no.slice(2, 4), no, 'original'));
  assert.notEqual(raw.subarray(0, 2).toString('hex'), 'ffd8', 'the file on disk is no picture');
  assert.equal(raw.indexOf(served.subarray(0, 64)), -1);
});

test('a file name of 300 characters, with paths and directions, does no harm', async () => {
  for (const name of [
    '图'.repeat(300),
    '../../../etc/passwd',
    'a\u202egpj.exe',
    'x\r\nX-Evil: 1',
  ]) {
    const answer = await send(customer, await plainPhoto(), name);
    assert.equal(answer.status, 201);
  }
});

test('nobody else finds a picture, not even a reviewer, until a slice says that he looks after it', async () => {
  const { no } = await jsonOf(await send(customer, await plainPhoto()));
  const reviewer = await app.signedIn('reviewer');
  for (const other of [await app.signedIn('customer'), reviewer])
    for (const size of ['view', 'thumb'])
      assert.equal((await other.get(`/documents/${no}/${size}`)).status, 404);
  allowToSee(async ({ id }, document) => id === reviewer.user_id && document.no === no);
  assert.equal((await reviewer.get(`/documents/${no}/view`)).status, 200);
  const rows = await app
    .db('audit_entries')
    .where({ action: 'document.viewed', subject: `document:${no}` });
  assert.equal(rows.length, 1);
});

test('nobody uploads without signing in', async () => {
  const answer = await send(app.client(), photo);
  assert.equal(answer.status, 401);
});

test('a picture fits the wire, counted on its base64 text, and stays as large as that allows', async () => {
  const { pictureWithin, base64Length } = await import('../../src/documents/image.ts');
  const noisy = await plainPhoto();
  for (const limit of [150, 100, 40].map((kb) => kb * 1024)) {
    const made = await pictureWithin(noisy, limit);
    assert.ok(base64Length(made) <= limit);
    assert.equal(made.toString('base64').length, base64Length(made));
    assert.equal((await sharp(made).metadata()).format, 'jpeg');
  }
});

test('a sealed picture put in the place of another does not open', async () => {
  const first = await jsonOf(await send(customer, await plainPhoto()));
  const second = await jsonOf(await send(customer, await plainPhoto()));
  const { copyFileSync } = await import('node:fs');
  const path = (no: string) => join(app.folder, 'documents', no.slice(2, 4), no, 'original');
  copyFileSync(path(first.no), path(second.no));
  assert.equal((await customer.get(`/documents/${second.no}/view`)).status, 500);
});
