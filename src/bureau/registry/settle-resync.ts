import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { tellEnded } from '../apply/tell-ended.ts';
import { isTooEarly } from '../apply/too-early.ts';
import { noteEnding } from './endings.ts';
import { keepRecord } from './keep-record.ts';
import { keepResource } from './keep-resource.ts';
import { missingFrom } from './missing-from.ts';
import { type Listed, listedIn } from './resyncs.ts';
import type { ResyncRow } from './tables.ts';

/**
 * Takes a full list over: what is newer in it than here. `end_missing`: what it leaves out is noted as cancelled.
 * Gives how many records changed. A UserError when it was settled before, or another file has come.
 */
export async function applyResync(
  resync: ResyncRow,
  { end_missing, items }: { end_missing: boolean; items: number },
  actor: Actor,
): Promise<{ changed: number; ended: number }> {
  const listed = await listedIn(db, resync);
  return inTransaction(async (trx) => {
    await settle(trx, { ...resync, items }, 'applied', actor);
    const gone = end_missing ? await endMissing(trx, resync.bureau_id, listed) : 0;
    const changed = await keepListed(trx, resync.bureau_id, listed);
    const details = { changed, ended: gone, items };
    await record(trx, actor, 'bureau.resync_applied', `resync:${resync.resync_no}`, details);
    return { changed, ended: gone };
  });
}

/** Puts a full list aside: nothing here changes, its files stay. */
export function dismissResync(resync: ResyncRow, actor: Actor): Promise<void> {
  return inTransaction(async (trx) => {
    await settle(trx, resync, 'dismissed', actor);
    await record(trx, actor, 'bureau.resync_dismissed', `resync:${resync.resync_no}`);
  });
}

/** The number of items is part of the claim: what nobody has seen is not confirmed. */
async function settle(
  trx: Db,
  { id, items }: ResyncRow,
  state: 'applied' | 'dismissed',
  actor: Actor,
): Promise<void> {
  const claimed = await trx('bureau_resyncs')
    .where({ id, state: 'waiting', items })
    .update({ state, open_key: null, settled_by: actor.id, settled_at: now() });
  if (claimed !== 1) {
    throw new UserError('conflict', '这份数据已处理，或又收到了新的文件，请刷新后重新核对');
  }
}

async function keepListed(trx: Db, bureau_id: number, listed: Listed): Promise<number> {
  let changed = 0;
  for (const { order, record: one } of listed.records) {
    changed += Number(await keepRecord(trx, { bureau_id, order }, one));
  }
  for (const { order, resource } of listed.resources) {
    changed += Number(await keepResource(trx, { bureau_id, order }, resource));
  }
  return changed;
}

/** What the list leaves out has ended, and the filings concerned hear of it. */
async function endMissing(trx: Db, bureau_id: number, listed: Listed): Promise<number> {
  const missing = await missingFrom(trx, bureau_id, listed);
  const remark = '全量同步中没有这条记录';
  for (const { what, bureau_id: given } of missing) {
    await tellEnded(trx, bureau_id, { what, given, remark }).catch(inWords);
    const { file_order } = listed;
    await noteEnding(trx, { bureau_id, what, bureau_record_id: given, file_order, remark });
  }
  return missing.length;
}

function inWords(error: unknown): never {
  if (!isTooEarly(error)) throw error;
  throw new UserError('conflict', '有一份注销正在上报，还不知道结果，请几分钟后再确认');
}
