import type { Line } from '../types.ts';
import { around, type Cell, cellsOf, middleY, part } from './cells.ts';
import { type LabelName, labelAt, SPLIT_LABELS } from './labels.ts';

/** A label on the page: values stand to its right and below. */
export interface Anchor {
  name: LabelName;
  cell: Cell;
}

/** Parts the lines of a licence into its labels and all other cells. */
export function anchorsOf(lines: Line[]): { anchors: Anchor[]; cells: Cell[] } {
  const anchors: Anchor[] = [];
  const cells: Cell[] = [];
  for (const whole of wholeCells(lines)) {
    const label = labelAt(whole.text);
    if (!label) cells.push(...cellsOf([whole]));
    else {
      anchors.push({ name: label.name, cell: part(whole, 0, label.length) });
      if (label.length < whole.chars.length) cells.push(...cellsOf([part(whole, label.length)]));
    }
  }
  const rest = joinPieces(cells, anchors);
  return inTheLabelColumns(anchors, rest);
}

/** Lines as cells, spaces dropped but gaps kept, so that a label with wide letters stays whole. */
function wholeCells(lines: Line[]): Cell[] {
  return lines.flatMap(({ chars, box }) => {
    const kept = chars.filter((char) => char.text.trim() !== '');
    const text = kept.map((char) => char.text).join('');
    return kept.length > 0 ? [{ text, chars: kept, box }] : [];
  });
}

/** 名 … 称 in one row are one label; what follows the second piece in its own cell is the value. */
function joinPieces(cells: Cell[], anchors: Anchor[]): Cell[] {
  let rest = cells;
  for (const [first, second, name] of SPLIT_LABELS) {
    if (anchors.some((anchor) => anchor.name === name)) continue;
    for (const head of rest.filter((cell) => cell.text === first)) {
      const tail = rest.find((cell) => cell.text.startsWith(second) && follows(head, cell));
      if (!tail) continue;
      const piece = part(tail, 0, 1);
      const box = around([head.box, piece.box]);
      anchors.push({
        name,
        cell: { text: first + second, chars: [...head.chars, ...piece.chars], box },
      });
      rest = rest.filter((cell) => cell !== head && cell !== tail);
      if (tail.chars.length > 1) rest.push(part(tail, 1));
      break;
    }
  }
  return rest;
}

function follows(head: Cell, tail: Cell): boolean {
  const height = Math.max(head.box.height, tail.box.height);
  const gap = tail.box.left - (head.box.left + head.box.width);
  return (
    Math.abs(middleY(head) - middleY(tail)) < 0.6 * height && gap > -height && gap < 6 * height
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
