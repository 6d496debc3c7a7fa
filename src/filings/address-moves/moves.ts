import { z } from 'zod';
import { type Actor, record } from '../../audit/index.ts';
import { filedAt } from '../../bureau/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { defineJob } from '../../platform/jobs.ts';
import { log } from '../../platform/log.ts';
import { dottedIp } from '../rules/addresses-v4.ts';
import { moveEntity } from './move-entity.ts';
import type { Move } from './read-moves.ts';
import type { ItemRow, MoveRow } from './tables.ts';

/** More filed websites than this at the moved addresses are done in several acts. */
const MOST_SITES = 20_000;
const PER_ROUND = 100;

const Moves = z.array(z.object({ first: z.number(), last: z.number(), to: z.number() }));
export const movesOf = ({ pairs_json }: MoveRow): Move[] => Moves.parse(JSON.parse(pairs_json));

/** Whose websites stand at the addresses: entities in the registry's order, and how many sites. */
export async function affectedBy(
  moves: readonly Move[],
): Promise<{ entities: string[]; sites: number }> {
  const sites = new Set<string>();
  const entities = new Set<string>();
  for (const { first, last } of moves) {
    const range = { first: dottedIp(first), last: dottedIp(last) };
    for (const { entity_no, service_no } of await filedAt(db, range, MOST_SITES + 1)) {
      entities.add(entity_no);
      sites.add(service_no);
    }
    // At once: of each range the registry gives as many again.
    if (sites.size > MOST_SITES)
      throw new UserError('too_large', `涉及的网站超过 ${MOST_SITES} 个，请分几次改`);
  }
  return { entities: [...entities], sites: sites.size };
}

/** Begins one act: a row for every entity concerned; the work goes on in the background. */
export async function beginMoves(
  operator: { id: number; actor: Actor },
  moves: readonly Move[],
): Promise<string> {
  const { entities, sites } = await affectedBy(moves);
  if (entities.length === 0) throw new UserError('unprocessable', '这些地址上没有备案的网站');
  const move_no = publicNo('DZ');
  await inTransaction(async (trx, after) => {
    const [id] = await trx('address_moves').insert({
      ...{ move_no, pairs_json: JSON.stringify(moves), state: 'running' },
      ...{ created_by: operator.id, created_at: now() },
    });
    const items = entities.map((entity_no) => ({
      ...{ move_id: id ?? 0, entity_no, state: 'waiting' as const },
    }));
    await trx.batchInsert('address_move_items', items, 500);
    const details = { moves: moves.length, entities: entities.length, sites };
    await record(trx, operator.actor, 'address_move.begun', `address_move:${move_no}`, details);
    after(() => moveJob.enqueue({ move_no }));
  });
  return move_no;
}

/** Stops it, or takes up again what was refused; what is on its way to the bureau goes on. */
export async function turnMove(
  actor: Actor,
  move_no: string,
  to: 'stopped' | 'running',
): Promise<void> {
  await inTransaction(async (trx, after) => {
    const row = await trx('address_moves').where({ move_no }).forUpdate().first();
    if (!row) throw new UserError('not_found', '没有找到这次变更');
    if (to === 'running')
      await trx('address_move_items')
        .where({ move_id: row.id, state: 'refused' })
        .update({ state: 'waiting', words: null, settled_at: null });
    await trx('address_moves').where({ id: row.id }).update({ state: to, done_at: null });
    const act = to === 'stopped' ? 'address_move.stopped' : 'address_move.retried';
    await record(trx, actor, act, `address_move:${move_no}`);
    after(() => moveJob.enqueue({ move_no }));
  });
}

/** Does what waits, a round at a time; whatever it is killed in, the next round goes on from the rows. */
export const moveJob = defineJob({
  name: 'filings.address_moves',
  data: z.object({ move_no: z.string() }),
  attempts: 1,
  run: async ({ move_no }) => {
    while (await runRound(move_no));
  },
});

async function runRound(move_no: string): Promise<boolean> {
  const row = await db('address_moves').where({ move_no, state: 'running' }).first();
  if (!row) return false;
  const items = await db('address_move_items')
    .where({ move_id: row.id, state: 'waiting' })
    .orderBy('id')
    .limit(PER_ROUND);
  for (const item of items) if (await isRunning(row)) await moveOne(row, item);
  if (items.length > 0) return true;
  const done = { state: 'done', done_at: now() } as const;
  await db('address_moves').where({ id: row.id, state: 'running' }).update(done);
  return false;
}

/** Whoever stops it means from now on. */
async function isRunning({ id }: MoveRow): Promise<boolean> {
  return (await db('address_moves').where({ id, state: 'running' }).first('id')) !== undefined;
}

async function moveOne(row: MoveRow, item: ItemRow): Promise<void> {
  const settle = async (trx: Db, what: Partial<ItemRow>) => {
    const settled = await trx('address_move_items')
      .where({ id: item.id, state: 'waiting' })
      .update({ ...what, settled_at: now() });
    // Another worker was quicker: what was done here with it is taken back.
    if (settled !== 1) throw new UserError('conflict', '已由另一个进程处理');
  };
  try {
    await moveEntity(item.entity_no, movesOf(row), row.created_by, (trx, outcome) =>
      'filing_no' in outcome
        ? settle(trx, { state: 'filed', filing_no: outcome.filing_no })
        : settle(trx, { state: 'refused', words: outcome.words.slice(0, 300) }),
    );
  } catch (error) {
    if (error instanceof UserError && error.code === 'conflict') return;
    log.error('addresses not moved', { move: row.move_no, entity: item.entity_no, error });
    await inTransaction((trx) => settle(trx, { state: 'refused', words: '处理出错，请重试' }));
  }
}

/** Every act that is not done, whatever became of its job. */
export async function sweepMoves(): Promise<void> {
  const running = await db('address_moves').where({ state: 'running' }).orderBy('id').limit(5);
  for (const { move_no } of running) await moveJob.run({ move_no });
}
