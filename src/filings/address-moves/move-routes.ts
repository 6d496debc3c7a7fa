import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { noStore } from '../../platform/guards.ts';
import { readSetting } from '../../platform/settings.ts';
import { dottedIp, ipNumber } from '../rules/addresses-v4.ts';
import { providerSetting } from '../settings.ts';
import { affectedBy, beginMoves, movesOf, turnMove } from './moves.ts';
import { type Move, readMoves } from './read-moves.ts';
import type { ItemRow, MoveRow } from './tables.ts';

/** New addresses for many filed websites in one act, for those who review filings. */
export const addressMoveRoutes = Router();
const reviews = requires('filing.review');
const place = '/address-moves';

addressMoveRoutes.use(place, noStore);

addressMoveRoutes.get(place, reviews, async (_req, res) => {
  await show(res, { text: '' });
});

/** Without `sure` it only says what would come of it. */
addressMoveRoutes.post(place, reviews, async (req, res) => {
  const text = String(req.body?.moves ?? '').slice(0, 20_000);
  const { moves, faults } = readMoves(text);
  if (moves.length === 0 && faults.length === 0) faults.push('请至少写一行');
  if (faults.length > 0) return show(res.status(422), { text, faults });
  try {
    const affected = await affectedBy(moves);
    if (affected.entities.length === 0)
      return await show(res.status(422), {
        text,
        faults: ['这些地址上没有接入在我们这里的备案网站'],
      });
    const strange = await outsideOurs(moves);
    if (req.body?.sure !== 'yes')
      return await show(res, {
        text,
        ask: { entities: affected.entities.length, sites: affected.sites, strange },
      });
    res.redirect(303, `${place}/${await beginMoves(userOf(req), moves)}`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    await show(res.status(422), { text, faults: [error.message] });
  }
});

addressMoveRoutes.get(`${place}/:move_no`, reviews, async (req, res) => {
  await showMove(req, res);
});

addressMoveRoutes.post(`${place}/:move_no/stop`, reviews, async (req, res) => {
  await turn(req, res, 'stopped');
});

addressMoveRoutes.post(`${place}/:move_no/retry`, reviews, async (req, res) => {
  await turn(req, res, 'running');
});

async function turn(req: Request, res: Response, to: 'stopped' | 'running'): Promise<void> {
  const move_no = String(req.params['move_no']);
  await turnMove(userOf(req).actor, move_no, to);
  res.flash('success', to === 'stopped' ? '已停止，已经上报的继续办理' : '已重新开始');
  res.redirect(303, `${place}/${move_no}`);
}

/** New addresses that are not among the provider's own, when he has told his own. */
async function outsideOurs(moves: readonly Move[]): Promise<string[]> {
  const { ip_ranges } = await readSetting(providerSetting);
  if (ip_ranges.length === 0) return [];
  const isOurs = ({ first, last, to }: Move) =>
    ip_ranges.some(
      (own) => (ipNumber(own.first) ?? 0) <= to && to + last - first <= (ipNumber(own.last) ?? 0),
    );
  return moves.filter((move) => !isOurs(move)).map(({ to }) => dottedIp(to));
}

interface Told {
  text: string;
  faults?: string[];
  ask?: { entities: number; sites: number; strange: string[] };
}

async function show(res: Response, { text, faults = [], ask }: Told): Promise<void> {
  const rows = await db('address_moves').orderBy('id', 'desc').limit(20);
  res.page('address-moves/list', {
    title: '批量变更 IP',
    ...{ text, faults, ask: ask ?? null },
    moves: rows.map((row) => ({ ...headOf(row), href: `${place}/${row.move_no}` })),
  });
}

const STATES = {
  running: { text: '进行中', tone: 'info' },
  done: { text: '已处理完', tone: 'ok' },
  stopped: { text: '已停止', tone: 'idle' },
} as const;

const headOf = (row: MoveRow) => ({
  move_no: row.move_no,
  at: shownTime(row.created_at).slice(0, 16),
  state: STATES[row.state],
  lines: movesOf(row).map(inWords),
});

function inWords({ first, last, to }: Move): string {
  const range = (from: number, until: number) =>
    from === until ? dottedIp(from) : `${dottedIp(from)}–${dottedIp(until)}`;
  return `${range(first, last)} → ${range(to, to + last - first)}`;
}

const SHOWN = 500;

async function showMove(req: Request, res: Response): Promise<void> {
  const move_no = String(req.params['move_no']);
  const row = must(await db('address_moves').where({ move_no }).first(), '这次变更');
  const counted: { state: ItemRow['state']; count: number }[] = await db('address_move_items')
    .where({ move_id: row.id })
    .groupBy('state')
    .select('state', db.raw('count(*) as count'));
  const countOf = (state: ItemRow['state']) =>
    Number(counted.find((one) => one.state === state)?.count ?? 0);
  const [waiting, filed, refused] = [countOf('waiting'), countOf('filed'), countOf('refused')];
  // What was refused comes first: it is what is left to do.
  const items = await db('address_move_items')
    .leftJoin('filings', 'filings.filing_no', 'address_move_items.filing_no')
    .leftJoin('filing_entities', 'filing_entities.entity_no', 'address_move_items.entity_no')
    .where({ move_id: row.id })
    .orderByRaw("address_move_items.state = 'refused' desc, address_move_items.id")
    .limit(SHOWN)
    .select(
      'address_move_items.state',
      'address_move_items.filing_no',
      'address_move_items.words',
      'filings.status',
      'filing_entities.icp_number',
    );
  res.page('address-moves/move', {
    title: '批量变更 IP',
    ...{ ...headOf(row), waiting, filed, refused, items },
    is_running: row.state === 'running',
    total: waiting + filed + refused,
    shown: SHOWN,
  });
}
