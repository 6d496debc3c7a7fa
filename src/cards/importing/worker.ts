import os from 'node:os';
import { now, shownDay } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { spellMessage } from '../../platform/spell-error.ts';
import { readTable } from '../../platform/tables/read-table.ts';
import { GivenUp } from '../tasks/lease.ts';
import type { ImportPlan } from '../tasks/plans.ts';
import { checkRows, importRows, type Lease } from './import-rows.ts';
import { prepare } from './prepare.ts';
import { cardReader } from './read-card.ts';
import { readRows } from './read-rows.ts';

/**
 * Reads, seals and writes the lines of an import in a process of its own, below the one that answers requests: an
 * import is long, and nobody waits for a single line of it. This is the first thing it is told.
 */
export type Order = { lease: Lease; plan: ImportPlan } | { look: true };
/** What it says; `wants` is answered by the next piece of the file, or null behind the last. */
export type Said =
  | { wants: true }
  | { done: number }
  | { looked: { head: string[][]; rows: number } }
  | { given_up: GivenUp['why'] }
  | { refused: string }
  | { failed: string };
/** What it is told then. */
export type Told = { piece: Uint8Array | null } | { stop: true };

const NICE = 10;

async function run(order: Order): Promise<void> {
  os.setPriority(NICE);
  let isStopping = false;
  let give: (piece: Uint8Array | null) => void = () => {};
  process.on('message', (told: Told) => {
    if ('stop' in told) isStopping = true;
    else give(told.piece);
  });
  const say = (said: Said) => process.send?.(said);
  const next = () =>
    new Promise<Uint8Array | null>((resolve) => {
      give = resolve;
      say({ wants: true });
    });
  try {
    if ('look' in order) say({ looked: await lookInto(pieces(next)) });
    else say({ done: await work(order, pieces(next), () => isStopping) });
  } catch (error) {
    say(reasonOf(error));
  }
  // Stays until it is ended: what it has said must be heard first.
  await db.destroy();
}

const HEAD_ROWS = 6;

/** What a spreadsheet begins with, and how long it is: reading one may take a while. */
async function lookInto(source: AsyncIterable<Uint8Array>) {
  const head: string[][] = [];
  let rows = 0;
  for await (const { cells } of readTable(source)) if (++rows <= HEAD_ROWS) head.push(cells);
  return { head, rows };
}

function work(
  { lease, plan }: { lease: Lease; plan: ImportPlan },
  source: AsyncIterable<Uint8Array>,
  isStopping: () => boolean,
): Promise<number> {
  const isCheck = lease.state === 'checking';
  const skip = isCheck ? 0 : lease.done_rows;
  const read = cardReader(plan, shownDay(now()));
  const parts = prepare(readRows(source, plan), read, { ...lease, skip });
  return (isCheck ? checkRows : importRows)(lease, parts, isStopping);
}

async function* pieces(next: () => Promise<Uint8Array | null>): AsyncGenerator<Uint8Array> {
  for (let piece = await next(); piece; piece = await next()) yield piece;
}

function reasonOf(error: unknown): Said {
  if (error instanceof GivenUp) return { given_up: error.why };
  if (error instanceof UserError) return { refused: error.message };
  return { failed: spellMessage(error) };
}

// A terminal's Ctrl-C is meant for whoever asked: it tells us when to stop, and where we are is committed.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
// Whoever asked is gone: another will begin where this one has come to.
process.once('disconnect', () => process.exit());
process.once('message', (order: Order) => void run(order));
