import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { openEngine, type ReadField } from '../../../src/documents/ocr/index.ts';
import { fixtures, picture } from './fixtures.ts';

const engine = openEngine('ppocr');
after(() => engine.close());

/** Punctuation of a scope and the width of brackets are not what is tested. */
function plain(field: string, value: string): string {
  const narrow = value.replaceAll('（', '(').replaceAll('）', ')');
  return field === 'scope' ? value.replace(/[^\p{L}\p{N}]/gu, '') : narrow;
}

for (const { file, kind, turned, truth } of fixtures) {
  test(`${file}: kind, direction and every field are read`, async () => {
    const reading = await engine.readPicture(picture(file));
    assert.equal(reading.kind, kind);
    assert.equal(reading.turned, turned);
    for (const [field, value] of Object.entries(truth)) {
      assert.equal(plain(field, reading.fields[field]?.value ?? ''), plain(field, value), field);
    }
    assert.deepEqual(Object.keys(reading.fields).sort(), Object.keys(truth).sort());
  });
}

test('each field says where it stands in the upright picture', async () => {
  const { file } = fixtures.find(({ turned }) => turned === 270)!;
  const { upright, turned, fields } = await engine.readPicture(picture(file));
  const { width, height } = await uprightSize(picture(file), turned);
  assert.deepEqual(upright, { width, height });
  const top = ({ box }: ReadField) => box!.top;
  assert.ok(top(fields['name']!) < top(fields['address']!));
  assert.ok(top(fields['address']!) < top(fields['id_number']!));
  for (const { box } of Object.values(fields)) {
    assert.ok(box && box.left >= 0 && box.left + box.width <= width);
    assert.ok(box.top >= 0 && box.top + box.height <= height);
  }
});

async function uprightSize(bytes: Buffer, turned: number) {
  const { info } = await sharp(await sharp(bytes).autoOrient().toBuffer())
    .rotate(turned)
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height };
}

test('what is no picture gives an empty reading that says so', async () => {
  const reading = await engine.readPicture(Buffer.from('not a picture'));
  assert.equal(reading.kind, 'unknown');
  assert.deepEqual(reading.fields, {});
  assert.equal(reading.quality.problems[0]?.code, 'not_a_picture');
});

test('tesseract finds the same number, and is sure of nothing it cannot prove', async () => {
  const slow = openEngine('tesseract');
  try {
    const { file, truth, turned } = fixtures.find(({ kind }) => kind === 'id_front')!;
    const reading = await slow.readPicture(picture(file));
    assert.equal(reading.turned, turned);
    const { fields } = reading;
    assert.equal(fields['id_number']?.value, truth['id_number']);
    assert.ok((fields['id_number']?.confidence ?? 0) >= 0.9);
    assert.ok((fields['name']?.confidence ?? 0) < 0.8);
  } finally {
    await slow.close();
  }
});
