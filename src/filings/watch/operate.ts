import { z } from 'zod';
import { type Actor, nameActions, record } from '../../audit/index.ts';
import { DAY, fromNow, now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { levelNow } from './note-look.ts';
import type { WatchedRow } from './tables.ts';

nameActions({
  'watch.look_asked': '要求检查网站',
  'watch.finding_muted': '忽略监测发现',
  'watch.finding_unmuted': '取消忽略监测发现',
  'watch.holder_confirmed': '确认主体变更',
  'watch.expiry_entered': '填写域名到期日',
  'watch.police_entered': '填写公安备案号',
  'watch.police_not_needed': '标记不需要公安备案',
  'watch.settings_changed': '修改网站监测设置',
});

const subjectOf = ({ watch_no }: WatchedRow) => `watch:${watch_no}`;

/** Asks for a look: the next round takes it, within a minute. No page ever makes a call. */
export async function askForLook(watched: WatchedRow, actor: Actor): Promise<void> {
  await inTransaction(async (trx) => {
    await soon(trx, watched);
    await record(trx, actor, 'watch.look_asked', subjectOf(watched));
  });
}

function soon(trx: Db, { id }: WatchedRow) {
  return trx('watched_domains')
    .where({ id })
    .whereNull('ended_at')
    .update({ next_check_at: now() });
}

/** Puts a finding aside for some days: it is not told and does not count. */
export async function muteFinding(
  watched: WatchedRow,
  finding_id: number,
  { days, reason }: { days: number; reason: string },
  actor: Actor,
): Promise<void> {
  const change = { muted_until: fromNow(days * DAY), mute_reason: reason, muted_by: actor.id };
  await changeFinding(watched, finding_id, change, actor, {
    action: 'watch.finding_muted',
    details: { days, reason },
  });
}

export async function unmuteFinding(
  watched: WatchedRow,
  finding_id: number,
  actor: Actor,
): Promise<void> {
  const change = { muted_until: null, mute_reason: null, muted_by: null };
  await changeFinding(watched, finding_id, change, actor, {
    action: 'watch.finding_unmuted',
    details: {},
  });
}

async function changeFinding(
  watched: WatchedRow,
  id: number,
  change: { muted_until: Date | null; mute_reason: string | null; muted_by: number | null },
  actor: Actor,
  { action, details }: { action: string; details: object },
): Promise<void> {
  await inTransaction(async (trx) => {
    await trx('watched_domains').where({ id: watched.id }).forUpdate().first('id');
    const finding = await trx('watch_findings')
      .where({ id, watched_id: watched.id })
      .whereNotNull('open_key')
      .first('code');
    const { code } = must(finding, '发现');
    await trx('watch_findings').where({ id }).update(change);
    await trx('watched_domains')
      .where({ id: watched.id })
      .update({ level: await levelNow(trx, watched.id) });
    await record(trx, actor, action, subjectOf(watched), { code, ...details });
  });
}

/** What the registry says now is right: the next look holds the domain against it. */
export async function confirmHolder(watched: WatchedRow, actor: Actor): Promise<void> {
  await inTransaction(async (trx) => {
    await trx('watched_domains').where({ id: watched.id }).update({ holder_index: null });
    await soon(trx, watched);
    await record(trx, actor, 'watch.holder_confirmed', subjectOf(watched));
  });
}

/** The day as it is posted; '' is not known. */
export const ExpiryForm = z.object({
  domain_until: z.union([z.literal(''), z.iso.date('请填写日期')], '请填写日期'),
});

/** Keeps the day on which the domain runs out, as a person knows it; null: not known. */
export async function enterExpiry(
  watched: WatchedRow,
  domain_until: string | null,
  actor: Actor,
): Promise<void> {
  await inTransaction(async (trx) => {
    await trx('watched_domains').where({ id: watched.id }).update({ domain_until });
    await soon(trx, watched);
    await record(trx, actor, 'watch.expiry_entered', subjectOf(watched), { domain_until });
  });
}
