import type { Anchor } from './anchors.ts';
import { type Cell, joined, middleY, rowsOf } from './cells.ts';

/** Two labels further apart than this many line heights belong to two columns. */
const COLUMN_GAP = 9;
/** A value's next row is at most this many line heights below. */
const ROW_GAP = 2.4;

/** The rows of cells that belong to a label: right of it, then below, as far as they hang together. */
export function valueRows(
  anchor: Anchor,
  anchors: Anchor[],
  cells: Cell[],
  height: number,
): Cell[] {
  const { left, width } = anchor.cell.box;
  const nextColumn = columnAfter(anchor, anchors, height);
  const floor = nextInColumn(anchor, anchors, height);
  const mine = cells.filter((cell) => {
    const y = middleY(cell);
    return (
      cell.box.left > left + width - 0.8 * height &&
      cell.box.left < nextColumn - 0.8 * height &&
      y > middleY(anchor.cell) - 0.75 * height &&
      y < floor - 0.5 * height
    );
  });
  const seal = anchors.find((other) => other.name === '');
  const rows = rowsOf(mine).map((row) => withoutStrangers(row, seal, height));
  return hangingTogether(rows, anchor, height).map(joined);
}

function columnAfter(anchor: Anchor, anchors: Anchor[], height: number): number {
  const { left } = anchor.cell.box;
  const lefts = anchors
    .filter((other) => other.name !== 'credit_code' && other.name !== '')
    .map((other) => other.cell.box.left)
    .filter((other) => other > left + COLUMN_GAP * height);
  return Math.min(...lefts, Number.POSITIVE_INFINITY);
}

function nextInColumn(anchor: Anchor, anchors: Anchor[], height: number): number {
  const below = anchors
    .filter(
      (other) =>
        other !== anchor &&
        Math.abs(other.cell.box.left - anchor.cell.box.left) < COLUMN_GAP * height &&
        middleY(other.cell) > middleY(anchor.cell) + 0.5 * height,
    )
    .map((other) => middleY(other.cell));
  return Math.min(...below, Number.POSITIVE_INFINITY);
}

/** Cells far right of a row belong to something else; beside the registrar's seal already those not so far. */
function withoutStrangers(row: Cell[], seal: Anchor | undefined, height: number): Cell[] {
  const nearSeal = seal !== undefined && middleY(row[0]!) > middleY(seal.cell) - SEAL * height;
  const most = (nearSeal ? 0.8 : 4) * height;
  const end = row.findIndex((cell, i) => {
    const before = row[i - 1]?.box;
    return before !== undefined && cell.box.left - before.left - before.width > most;
  });
  return end < 0 ? row : row.slice(0, end);
}

/** How many line heights above 登记机关 its seal begins. */
const SEAL = 6;

function hangingTogether(rows: Cell[][], anchor: Anchor, height: number): Cell[][] {
  const kept: Cell[][] = [];
  let last = middleY(anchor.cell);
  let edge: number | undefined;
  for (const row of rows) {
    const y = row.reduce((sum, cell) => sum + middleY(cell), 0) / row.length;
    if (y - last > ROW_GAP * height) break;
    const aligned = edge === undefined || Math.abs(row[0]!.box.left - edge) < 2.2 * height;
    if (!aligned || FOOTER.test(row.map((cell) => cell.text).join(''))) continue;
    edge ??= row[0]!.box.left;
    kept.push(row);
    last = y;
  }
  return kept;
}

/** What licences print at the foot; never part of a value. */
export const FOOTER =
  /登记机关|国家企业信用|企业信用信息公示|https?:|www\.|市场监督管理总局|工商行政管理总局|市场主体应当|扫描二维码|监管信息|年\d*月\d*日至\d*月\d*日通过/;
