import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { clearAlarms } from '../alarms.ts';
import { bureauNamed } from '../bureaus/bureaus.ts';
import { adoptSequence } from '../exchange/adopt.ts';
import { emptyReport } from '../exchange/context.ts';
import { withRound } from '../exchange/exchange.ts';
import { tellWaiting } from '../holds.ts';

/** An operator stops a bureau: nothing goes up or down until it is resumed. Filings in line are told. */
export async function pauseBureau(name: string, reason: string, actor: Actor): Promise<void> {
  await inTransaction(async (trx) => {
    const { id } = must(await bureauNamed(trx, name), '管局');
    const paused = await trx('bureaus')
      .where({ id, paused_at: null })
      .update({ paused_at: now(), pause_reason: reason.slice(0, 300) });
    if (paused !== 1) throw new UserError('conflict', '这个管局已经暂停');
    await tellWaiting(trx, id, { reason: `管局接口已暂停：${reason}` });
    await record(trx, actor, 'bureau.paused', `bureau:${name}`, { reason });
  });
}

/** An operator has put right what stopped a bureau: it starts afresh, its alarms are taken down. */
export async function resumeBureau(name: string, actor: Actor): Promise<void> {
  await inTransaction(async (trx) => {
    const { id } = must(await bureauNamed(trx, name), '管局');
    const nothing = { pause_reason: null, held_until: null, held_reason: null, held_code: null };
    const resumed = await trx('bureaus')
      .where({ id })
      .whereNotNull('paused_at')
      .update({
        paused_at: null,
        ...nothing,
        failures: 0,
        breaker_until: null,
        next_poll_at: now(),
      });
    if (resumed !== 1) throw new UserError('conflict', '这个管局没有暂停');
    await clearAlarms(trx, id);
    await record(trx, actor, 'bureau.resumed', `bureau:${name}`);
  });
}

/** Goes on after the bureau's own newest number; see adoptSequence. Gives the next number. */
export async function adoptNumber(name: string, actor: Actor): Promise<number> {
  const bureau = must(await bureauNamed(db, name), '管局');
  const next = await withRound(bureau, emptyReport(name), (round) => adoptSequence(round, actor));
  if (next === undefined) throw new UserError('conflict', '正在与这个管局交换数据，请一分钟后再试');
  return next;
}
