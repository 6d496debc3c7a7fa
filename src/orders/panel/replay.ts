import { type Actor, record } from '../../audit/index.ts';
import { fromNow, MINUTE, now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { ringPanels } from './call-job.ts';
import { sendCall } from './send-calls.ts';
import { type CallRow, type EndpointRow, PING } from './tables.ts';

const SWITCHED_OFF = '这个地址没有启用，请先启用再重发';

/** Sends a settled call again, with the same event number: a receiver that has had it knows so. */
export async function replayCall(actor: Actor, call: CallRow): Promise<void> {
  await inTransaction(async (trx, after) => {
    const endpoint = await trx('panel_endpoints').where({ id: call.endpoint_id }).first();
    if (!endpoint?.is_on) throw new UserError('conflict', SWITCHED_OFF);
    const again = await trx('panel_calls')
      .where({ id: call.id })
      .whereNot({ state: 'waiting' })
      .update({ state: 'waiting', attempts: 0, due_at: now(), done_at: null });
    if (again !== 1) throw new UserError('conflict', '这次通知正在发送，不用重发');
    const details = { event_id: call.event_id };
    await record(trx, actor, 'webhook.replayed', `webhook:${endpoint.endpoint_no}`, details);
    after(ringPanels);
  });
}

/** Sends all that was given up again. How many there were. */
export async function replayFailed(actor: Actor, endpoint: EndpointRow): Promise<number> {
  if (!endpoint.is_on) throw new UserError('conflict', SWITCHED_OFF);
  return inTransaction(async (trx, after) => {
    const calls = await trx('panel_calls')
      .where({ endpoint_id: endpoint.id, state: 'failed' })
      .whereNot({ event: PING })
      .update({ state: 'waiting', attempts: 0, due_at: now(), done_at: null });
    const details = { calls };
    await record(trx, actor, 'webhook.replayed', `webhook:${endpoint.endpoint_no}`, details);
    after(ringPanels);
    return calls;
  });
}

/** Calls an endpoint once, whether it is on or not. Gives what went wrong, in words; null when it was taken. */
export async function testEndpoint(actor: Actor, endpoint: EndpointRow): Promise<string | null> {
  const { id: endpoint_id, endpoint_no } = endpoint;
  const [call_no, event_id, at] = [publicNo('TH'), publicNo('SJ'), now()];
  const body = JSON.stringify({ event: PING, event_id, at: at.toISOString(), order: null });
  const row = { call_no, event_id, endpoint_id, order_id: null, event: PING, body };
  await inTransaction(async (trx) => {
    // Due only when this process has died in the middle of it.
    const due_at = fromNow(MINUTE);
    await trx('panel_calls').insert({ ...row, state: 'waiting', due_at, created_at: at });
    await record(trx, actor, 'webhook.tested', `webhook:${endpoint_no}`);
  });
  await sendCall(endpoint, must(await db('panel_calls').where({ call_no }).first(), '通知'));
  return (await db('panel_calls').where({ call_no }).first())?.last_error ?? null;
}
