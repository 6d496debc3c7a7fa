/** A rectangle in any direction: `angle` (radians, clockwise on screen) is that of its `width` side. */
export interface Rect {
  cx: number;
  cy: number;
  width: number;
  height: number;
  angle: number;
}

export interface Point {
  x: number;
  y: number;
}

/** Turns, scales, moves: x' = k·cos·x − k·sin·y + dx, y' = k·sin·x + k·cos·y + dy. */
export interface Similarity {
  scale: number;
  angle: number;
  dx: number;
  dy: number;
}

export function mapPoint(map: Similarity, { x, y }: Point): Point {
  const c = Math.cos(map.angle) * map.scale;
  const s = Math.sin(map.angle) * map.scale;
  return { x: c * x - s * y + map.dx, y: s * x + c * y + map.dy };
}

export function mapRect(map: Similarity, rect: Rect): Rect {
  const centre = mapPoint(map, { x: rect.cx, y: rect.cy });
  return {
    cx: centre.x,
    cy: centre.y,
    width: rect.width * map.scale,
    height: rect.height * map.scale,
    angle: rect.angle + map.angle,
  };
}

export function inverse(map: Similarity): Similarity {
  const back = { scale: 1 / map.scale, angle: -map.angle, dx: 0, dy: 0 };
  const moved = mapPoint(back, { x: map.dx, y: map.dy });
  return { ...back, dx: -moved.x, dy: -moved.y };
}

export function corners(rect: Rect): Point[] {
  const c = Math.cos(rect.angle);
  const s = Math.sin(rect.angle);
  const at = (u: number, v: number) => ({
    x: rect.cx + c * u * rect.width - s * v * rect.height,
    y: rect.cy + s * u * rect.width + c * v * rect.height,
  });
  return [at(-0.5, -0.5), at(0.5, -0.5), at(0.5, 0.5), at(-0.5, 0.5)];
}

/** The upright box around points. */
export function boundsOf(points: Point[]) {
  const xs = points.map((p) => p.x);
  const ys = points.map((p) => p.y);
  const left = Math.min(...xs);
  const top = Math.min(...ys);
  return { left, top, width: Math.max(...xs) - left, height: Math.max(...ys) - top };
}

/** Convex hull (monotone chain), clockwise on screen. */
export function hull(points: Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a.x - b.x || a.y - b.y);
  if (sorted.length < 3) return sorted;
  const half = (list: Point[]) => {
    const chain: Point[] = [];
    for (const p of list) {
      while (chain.length > 1 && turn(chain.at(-2)!, chain.at(-1)!, p) <= 0) chain.pop();
      chain.push(p);
    }
    chain.pop();
    return chain;
  };
  return [...half(sorted), ...half(sorted.reverse())];
}

/** The smallest rectangle around a convex hull, its angle in (-45°, 45°]. */
export function smallestRect(points: Point[]): Rect {
  let best: Rect | undefined;
  points.forEach((p, i) => {
    const q = points[(i + 1) % points.length]!;
    const rect = rectAlong(points, Math.atan2(q.y - p.y, q.x - p.x));
    if (!best || rect.width * rect.height < best.width * best.height) best = rect;
  });
  return nearHorizontal(best ?? rectAlong(points, 0));
}

function rectAlong(points: Point[], angle: number): Rect {
  const turned = points.map((p) => mapPoint({ scale: 1, angle: -angle, dx: 0, dy: 0 }, p));
  const box = boundsOf(turned);
  const middle = { x: box.left + box.width / 2, y: box.top + box.height / 2 };
  const centre = mapPoint({ scale: 1, angle, dx: 0, dy: 0 }, middle);
  return { cx: centre.x, cy: centre.y, width: box.width, height: box.height, angle };
}

function nearHorizontal(rect: Rect): Rect {
  const quarter = Math.PI / 2;
  const turns = Math.round(rect.angle / quarter);
  const angle = rect.angle - turns * quarter;
  return turns % 2 === 0
    ? { ...rect, angle }
    : { ...rect, angle, width: rect.height, height: rect.width };
}

function turn(a: Point, b: Point, c: Point): number {
  return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x);
}
