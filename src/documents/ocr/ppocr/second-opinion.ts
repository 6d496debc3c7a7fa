import type { Rect } from '../image/geometry.ts';
import type { Picture } from '../image/picture.ts';
import type { Seen } from './ctc.ts';
import { doubtOf, endsInLabel, holesIn, isBrokenCode } from './doubts.ts';
import { merged } from './merge.ts';
import type { Models } from './models.ts';
import { recogniseLines } from './recognise.ts';

const MOST_LINES = 16;

interface Reading {
  rect: Rect;
  seen: Seen[];
}

/** One more way to look at a strip: the network loses or doubles glyphs at one width and not at another. */
interface Way {
  stretch: number;
  /** Line heights to look further to the left and right. */
  left: number;
  right: number;
}

const WIDER: Way = { stretch: 1.25, left: 0, right: 0 };
const NARROWER: Way = { stretch: 0.85, left: 0, right: 0 };

/** Reads the lines that look wrong again in other ways, and lets the readings vote. */
export async function secondOpinion(
  models: Models,
  picture: Picture,
  first: Reading[],
): Promise<Reading[]> {
  const readings = [...first];
  const doubt = (i: number) => {
    const { seen, rect } = readings[i]!;
    return endsInLabel(seen) && hasNeighbour(rect, first) ? 0 : doubtOf(seen, rect);
  };
  const doubted = readings
    .map((_, i) => i)
    .filter((i) => doubt(i) > 0)
    .sort((a, b) => doubt(b) - doubt(a))
    .slice(0, MOST_LINES);
  for (const round of [0, 1]) {
    const open = doubted.filter((i) => doubt(i) > 0);
    if (open.length === 0) break;
    const ways = open.map((i) => waysOf(readings[i]!)[round]!);
    for (const [k, again] of (
      await lookAgain(
        models,
        picture,
        open.map((i) => readings[i]!),
        ways,
      )
    ).entries()) {
      const i = open[k]!;
      readings[i] = decided(readings[i]!, again);
    }
  }
  return readings.map(lessSureAtHoles);
}

/** Does another strip begin where this one ends? */
function hasNeighbour(rect: Rect, all: Reading[]): boolean {
  return all.some(({ rect: other }) => {
    const c = Math.cos(rect.angle);
    const s = Math.sin(rect.angle);
    const along = c * (other.cx - rect.cx) + s * (other.cy - rect.cy) - other.width / 2;
    const across = c * (other.cy - rect.cy) - s * (other.cx - rect.cx);
    const gap = along - rect.width / 2;
    return Math.abs(across) < 0.6 * rect.height && gap > -rect.height && gap < 4 * rect.height;
  });
}

/** The two other ways to look at a line. */
function waysOf({ seen }: Reading): [Way, Way] {
  if (isBrokenCode(seen))
    return [
      { stretch: 1, left: 0.5, right: 1 },
      { stretch: 1.2, left: 0.5, right: 1 },
    ];
  if (endsInLabel(seen))
    return [
      { stretch: 1, left: 0, right: 3 },
      { stretch: 1.2, left: 0, right: 2 },
    ];
  return [WIDER, NARROWER];
}

async function lookAgain(
  models: Models,
  picture: Picture,
  old: Reading[],
  ways: Way[],
): Promise<Reading[]> {
  const rects = old.map(({ rect }, k) => widened(rect, ways[k]!));
  const stretches = ways.map(({ stretch }) => stretch);
  const seen = await recogniseLines(models, picture, rects, () => {}, stretches);
  return rects.map((rect, k) => ({ rect, seen: seen[k]! }));
}

function widened(rect: Rect, { left, right }: Way): Rect {
  const shift = ((right - left) * rect.height) / 2;
  return {
    ...rect,
    cx: rect.cx + Math.cos(rect.angle) * shift,
    cy: rect.cy + Math.sin(rect.angle) * shift,
    width: rect.width + (left + right) * rect.height,
  };
}

/** A wider look that says more replaces the narrow one; looks at the same strip are merged. */
function decided(old: Reading, again: Reading): Reading {
  const score = (seen: Seen[]) => 1 - doubtOf(seen, again.rect);
  if (again.rect.width > old.rect.width) {
    return score(again.seen) > 1 - doubtOf(old.seen, old.rect) ? again : old;
  }
  return { rect: old.rect, seen: merged(old.seen, again.seen, score) };
}

/** What stands beside a hole that is still there may be half of something else. */
function lessSureAtHoles({ rect, seen }: Reading): Reading {
  const holes = holesIn(seen, rect);
  const beside = new Set(holes.flatMap((i) => [i - 1, i]));
  return {
    rect,
    seen: seen.map((char, i) => (beside.has(i) ? { ...char, p: char.p * 0.6 } : char)),
  };
}
