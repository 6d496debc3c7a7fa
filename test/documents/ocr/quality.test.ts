import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import sharp from 'sharp';
import { checkQuality } from '../../../src/documents/ocr/index.ts';
import { fixtures, picture } from './fixtures.ts';

async function codes(bytes: Buffer): Promise<string[]> {
  return (await checkQuality(bytes)).problems.map(({ code }) => code);
}

function plain(colour: string): Promise<Buffer> {
  return sharp({ create: { width: 1200, height: 800, channels: 3, background: colour } })
    .png()
    .toBuffer();
}

test('pictures that can be read pass, turned by EXIF or not', async () => {
  for (const { file } of fixtures) assert.deepEqual(await codes(picture(file)), [], file);
});

test('what is no picture, or half of one, is told apart from a bad picture', async () => {
  assert.deepEqual(await codes(Buffer.from('%PDF-1.7')), ['not_a_picture']);
  assert.deepEqual(await codes(Buffer.alloc(0)), ['not_a_picture']);
  const half = picture(fixtures[0]!.file);
  assert.deepEqual(await codes(half.subarray(0, half.length / 2)), ['not_a_picture']);
});

test('a picture too small, dark, empty or blurred is sent back with what to do', async () => {
  const file = picture(fixtures[0]!.file);
  assert.deepEqual(await codes(await sharp(file).resize(240).toBuffer()), ['too_small']);
  assert.deepEqual(await codes(await sharp(file).blur(12).toBuffer()), ['blurred']);
  assert.deepEqual(await codes(await sharp(file).linear(0.1, 0).toBuffer()), ['too_dark']);
  assert.deepEqual(await codes(await plain('#ffffff')), ['overexposed']);
  assert.deepEqual(await codes(await plain('#8a8a8a')), ['blank']);
  const { ok, problems } = await checkQuality(await sharp(file).blur(12).toBuffer());
  assert.equal(ok, false);
  assert.match(problems[0]!.message, /重拍/);
});

test('a picture with writing cut through at its edge is sent back', async () => {
  const row = '经营范围一般项目软件开发信息系统集成服务计算机软硬件及辅助设备零售'.repeat(2);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="1200" height="800" fill="#fff"/>${[
    0, 1, 2, 3,
  ]
    .map((i) => `<g fill="#111">${strokes(i * 200 - 12)}</g>`)
    .join('')}<title>${row}</title></svg>`;
  assert.ok((await codes(await sharp(Buffer.from(svg)).png().toBuffer())).includes('cut_off'));
});

/** A row of upright strokes, as text cut in two leaves them. */
function strokes(top: number): string {
  return Array.from(
    { length: 50 },
    (_, i) => `<rect x="${20 + i * 23}" y="${top}" width="4" height="30"/>`,
  ).join('');
}

test('a picture of far too many pixels is refused before it is decoded', async () => {
  const header = readFileSync(new URL('../../fixtures/ocr/huge.png', import.meta.url));
  assert.deepEqual(await codes(header), ['too_many_pixels']);
});
