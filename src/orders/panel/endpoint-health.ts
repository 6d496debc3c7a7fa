import { contactOf, usersWith } from '../../accounts/index.ts';
import { record, SYSTEM } from '../../audit/index.ts';
import { send } from '../../notify/index.ts';
import { DAY, fromNow, now } from '../../platform/clock.ts';
import { type After, type Db, db, inTransaction } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { forgetListeners } from './listeners.ts';
import { panelSetting } from './settings.ts';

/** A call came through: the endpoint is well. */
export async function noteSuccess(id: number): Promise<void> {
  await db('panel_endpoints')
    .where({ id })
    .where((ill) => ill.whereNotNull('failing_since').orWhereNotNull('rest_until'))
    .update({ failing_since: null, rest_until: null });
}

/** A call did not come through; after days without one that did, the endpoint is switched off and people are told. */
export async function noteFailure(id: number): Promise<void> {
  await db('panel_endpoints')
    .where({ id })
    .whereNull('failing_since')
    .update({ failing_since: now() });
  const { off_after_days: days } = await readSetting(panelSetting);
  await inTransaction(async (trx, after) => {
    const off = await trx('panel_endpoints')
      .where({ id, is_on: true })
      .where('failing_since', '<=', fromNow(-days * DAY))
      .update({ is_on: false, off_reason: `连续 ${days} 天没有一次成功` });
    if (off !== 1) return;
    forgetListeners();
    await tellOff(trx, after, id, days);
  });
}

async function tellOff(trx: Db, after: After, id: number, days: number): Promise<void> {
  const endpoint = await trx('panel_endpoints').where({ id }).first('endpoint_no', 'name');
  const { endpoint_no = '', name = '' } = endpoint ?? {};
  await record(trx, SYSTEM, 'webhook.switched_off', `webhook:${endpoint_no}`, { days });
  for (const user_id of await usersWith(trx, 'settings.manage'))
    await send(trx, after, {
      event: 'shop.webhook_off',
      user_id,
      to: await contactOf(trx, user_id),
      values: { name, days: String(days) },
      link: `/webhooks/${endpoint_no}`,
    });
}
