import type { Line } from '../types.ts';
import { type Cell, cellsOf, joined, middleY, part, textOf } from './cells.ts';
import { beginsLabel, type LabelName, labelAt, labelsInside } from './labels.ts';

/** A label on the page: values stand to its right and below. */
export interface Anchor {
  name: LabelName;
  cell: Cell;
}

/** Parts the lines of a licence into its labels and all other cells. */
export function anchorsOf(lines: Line[]): { anchors: Anchor[]; cells: Cell[] } {
  const wholes = lines.map((line) => withoutColon({ ...line, text: textOf(line.chars) }));
  const lefts = wholes.filter(({ chars }) => labelAt(chars)).map(({ box }) => box.left);
  const anchors: Anchor[] = [];
  const cells: Cell[] = [];
  for (const whole of wholes.flatMap((cell) => partedAtLabels(cell, lefts))) {
    const label = labelAt(whole.chars);
    const length = label?.length ?? 0;
    if (label) anchors.push({ name: label.name, cell: part(whole, 0, length) });
    const value = withoutColon(part(whole, length));
    if (value.chars.length > 0) cells.push(...cellsOf([value]));
  }
  return inTheLabelColumns(anchors, joinPieces(cells, anchors));
}

/** Two columns read as one line are parted where a label begins below or above other labels. */
function partedAtLabels(cell: Cell, lefts: number[]): Cell[] {
  const { height } = cell.box;
  const last = cell.text.length - 1;
  const loose = last > 0 && beginsLabel(cell.text[last]!) ? [last] : [];
  const cut = [...labelsInside(cell.text), ...loose].find((at) => {
    const left = cell.chars[at]!.x - 0.5 * height;
    return lefts.some((other) => Math.abs(other - left) < 0.8 * height);
  });
  return cut === undefined
    ? [cell]
    : [part(cell, 0, cut), ...partedAtLabels(part(cell, cut), lefts)];
}

/** Some print 名称：… ; dust between label and value is read as a sign, too. */
function withoutColon(cell: Cell): Cell {
  const signs = /^[：:“”"'‘’_.·|]+/.exec(cell.text)?.[0].length ?? 0;
  return signs > 0 ? part(cell, signs) : cell;
}

/** Wide-set labels come in pieces (名 … 称, 经营 … 者): pieces side by side that spell a label are one. */
function joinPieces(cells: Cell[], anchors: Anchor[]): Cell[] {
  let rest = cells;
  for (const head of cells) {
    if (!rest.includes(head) || !beginsLabel(head.text)) continue;
    const pieces = [head];
    while (pieces.length < 5) {
      const next = nextTo(pieces.at(-1)!, rest);
      if (!next) break;
      pieces.push(next);
      const whole = joined(pieces);
      const label = labelAt(whole.chars);
      const before = whole.chars.length - next.chars.length;
      if (label && label.length > before) {
        anchors.push({ name: label.name, cell: part(whole, 0, label.length) });
        rest = rest.filter((cell) => !pieces.includes(cell));
        const value = label.length - before;
        if (value < next.chars.length) rest.push(part(next, value));
        break;
      }
      if (!beginsLabel(whole.text)) break;
    }
  }
  return rest;
}

/** The nearest cell to the right in the same row. */
function nextTo(head: Cell, cells: Cell[]): Cell | undefined {
  return cells
    .filter((cell) => cell !== head && cell.box.left > head.box.left && follows(head, cell))
    .sort((a, b) => a.box.left - b.box.left)[0];
}

function follows(head: Cell, tail: Cell): boolean {
  const height = Math.max(head.box.height, tail.box.height);
  const gap = tail.box.left - (head.box.left + head.box.width);
  return (
    Math.abs(middleY(head) - middleY(tail)) < 0.6 * height && gap > -height && gap < 5 * height
  );
}

/** Label words also occur inside values; a true label shares its left edge with others of its column. */
function inTheLabelColumns(anchors: Anchor[], cells: Cell[]): { anchors: Anchor[]; cells: Cell[] } {
  const doubtful = (anchor: Anchor) => {
    const near = anchors.filter((other) => {
      const height = Math.max(anchor.cell.box.height, other.cell.box.height);
      return Math.abs(other.cell.box.left - anchor.cell.box.left) < 1.8 * height;
    });
    return near.length < 2 && ['address', 'name', 'type', 'scope'].includes(anchor.name);
  };
  const repeated = (anchor: Anchor) => anchors.some((o) => o !== anchor && o.name === anchor.name);
  const kept = anchors.filter((anchor) => !(doubtful(anchor) && repeated(anchor)));
  const dropped = anchors.filter((anchor) => !kept.includes(anchor)).map(({ cell }) => cell);
  return { anchors: kept, cells: [...cells, ...dropped] };
}
