import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  corners,
  hull,
  inverse,
  mapPoint,
  smallestRect,
} from '../../../src/documents/ocr/image/geometry.ts';
import { cutOut } from '../../../src/documents/ocr/image/warp.ts';
import { decodeCtc } from '../../../src/documents/ocr/ppocr/ctc.ts';
import { textBoxes } from '../../../src/documents/ocr/ppocr/text-boxes.ts';

const close = (a: number, b: number, by = 1e-6) => Math.abs(a - b) < by;

test('the smallest rectangle around a rectangle is itself', () => {
  const rects = fc.record({
    cx: fc.double({ min: -500, max: 500, noNaN: true }),
    cy: fc.double({ min: -500, max: 500, noNaN: true }),
    width: fc.double({ min: 50, max: 400, noNaN: true }),
    height: fc.double({ min: 2, max: 40, noNaN: true }),
    angle: fc.double({ min: -0.7, max: 0.7, noNaN: true }),
  });
  fc.assert(
    fc.property(rects, (rect) => {
      const got = smallestRect(hull(corners(rect)));
      assert.ok(close(got.width, rect.width, 1e-3) && close(got.height, rect.height, 1e-3));
      assert.ok(close(got.angle, rect.angle, 1e-3) && close(got.cx, rect.cx, 1e-3));
    }),
  );
});

test('a map undone by its inverse leads back', () => {
  const number = fc.double({ min: -100, max: 100, noNaN: true });
  fc.assert(
    fc.property(number, number, number, number, (x, y, dx, dy) => {
      const map = { scale: 1.7, angle: x / 50, dx, dy };
      const back = mapPoint(inverse(map), mapPoint(map, { x, y }));
      assert.ok(close(back.x, x) && close(back.y, y));
    }),
  );
});

test('cutting the whole picture out changes nothing', () => {
  const data = Uint8Array.from({ length: 4 * 3 * 3 }, (_, i) => (i * 7) % 256);
  const cut = cutOut(
    { data, width: 4, height: 3 },
    { cx: 2, cy: 1.5, width: 4, height: 3, angle: 0 },
    4,
    3,
  );
  assert.deepEqual([...cut.data], [...data]);
});

test('blobs of text become rectangles, grown to whole lines', () => {
  const map = painted(200, 100, [
    [20, 30, 100, 10],
    [150, 60, 30, 12],
  ]);
  const rects = textBoxes(map, 200, 100).sort((a, b) => a.cx - b.cx);
  assert.equal(rects.length, 2);
  assert.ok(close(rects[0]!.cx, 70, 0.6) && close(rects[0]!.cy, 35, 0.6));
  assert.ok(rects[0]!.height > 14 && rects[0]!.height < 30);
});

test('two lines run together by something faint across them are parted', () => {
  const map = painted(200, 120, [
    [20, 20, 150, 10],
    [20, 70, 150, 10],
  ]);
  for (let y = 30; y < 70; y++) map[y * 200 + 60 + y] = 0.5;
  assert.equal(textBoxes(map, 200, 120).length, 2);
});

function painted(
  width: number,
  height: number,
  boxes: [number, number, number, number][],
): Float32Array {
  const map = new Float32Array(width * height);
  for (const [left, top, w, h] of boxes) {
    for (let y = top; y < top + h; y++) map.fill(0.95, y * width + left, y * width + left + w);
  }
  return map;
}

test('repeats merge, blanks part, and what else a character may be is kept', () => {
  const alphabet = ['', '1', '7', '汉'];
  const steps = [
    [0, 0.9, 0.1, 0],
    [0, 0.8, 0.2, 0],
    [1, 0, 0, 0],
    [0, 0.7, 0.3, 0],
    [0, 0, 0, 1],
  ];
  const seen = decodeCtc(Float32Array.from(steps.flat()), 0, steps.length, alphabet);
  assert.equal(seen.map((char) => char.text).join(''), '11汉');
  assert.ok(close(seen[0]!.p, 0.9, 1e-3) && close(seen[0]!.at, 0.2));
  assert.equal(seen[1]!.others[0]!.text, '7');
});
