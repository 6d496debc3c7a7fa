import { record, SYSTEM } from '../audit/index.ts';
import { fromNow, MINUTE, now } from '../platform/clock.ts';
import { type Db, db, inTransaction } from '../platform/db.ts';
import { log } from '../platform/log.ts';
import { unseal } from '../platform/seal.ts';
import { Content, type Sent } from './channels/channel.ts';
import { channelOf } from './channels/index.ts';
import { afterQuietHours } from './quiet-hours.ts';
import type { DeliveryRow } from './tables.ts';
import { isEvent, templateOf } from './templates/index.ts';

/** Waits before the second, third … try, in minutes; after the last one it is given up. */
const WAITS = [1, 5, 15, 60, 180];
/** While a channel is not set up, what is owed waits this long before it asks again. */
const UNTIL_READY = 10 * MINUTE;

/** Sends one delivery if it is due and nobody else is sending it. May be called any number of times. */
export async function deliver(deliveryId: number): Promise<void> {
  const delivery = await claim(db, deliveryId);
  if (!delivery) return;
  if (delivery.expires_at <= now()) return giveUp(delivery, '已过时效，未发送');
  // More tries than there are waits: the process died in the middle of them.
  if (delivery.attempts > WAITS.length + 3) return giveUp(delivery, '多次发送中断');
  const channel = channelOf(delivery.channel);
  if (!(await channel.isReady())) return postpone(delivery);
  try {
    const { delivery_no, event } = delivery;
    await settle(
      delivery,
      await channel.send({ delivery_no, event, content: contentOf(delivery) }),
    );
  } catch (error) {
    log.warn('delivery failed', { delivery_no: delivery.delivery_no, error });
    await tryLater(delivery, error instanceof Error ? error.message : '未知错误');
  }
}

/** One conditional statement decides who sends it. */
async function claim(db: Db, id: number): Promise<DeliveryRow | undefined> {
  const claimed = await db('deliveries')
    .where({ id, status: 'queued' })
    .where('due_at', '<=', now())
    .increment('attempts')
    .update({ status: 'sending', sending_at: now() });
  return claimed === 1 ? db('deliveries').where({ id }).first() : undefined;
}

function contentOf(delivery: DeliveryRow): Content {
  const place = `deliveries.content:${delivery.delivery_no}`;
  return Content.parse(JSON.parse(unseal(delivery.content_sealed ?? '', place)));
}

async function settle(delivery: DeliveryRow, sent: Sent): Promise<void> {
  if (sent.refused) return giveUp(delivery, sent.reason);
  await close(db, delivery, {
    status: 'sent',
    sent_at: now(),
    content_sealed: null,
    last_error: null,
  });
}

async function tryLater(delivery: DeliveryRow, reason: string): Promise<void> {
  const wait = WAITS[delivery.attempts - 1];
  if (wait === undefined) return giveUp(delivery, reason);
  const due_at = dueFor(delivery, fromNow(wait * MINUTE));
  await close(db, delivery, { status: 'queued', due_at, last_error: reason.slice(0, 300) });
}

/** Not a try: the row goes back as it was. */
async function postpone(delivery: DeliveryRow): Promise<void> {
  const { attempts } = delivery;
  await close(db, delivery, {
    status: 'queued',
    due_at: fromNow(UNTIL_READY),
    attempts: attempts - 1,
    last_error: '渠道未配置',
  });
}

/** The row says so, and the record tells an operator. */
async function giveUp(delivery: DeliveryRow, reason: string): Promise<void> {
  const { delivery_no, event, channel, attempts } = delivery;
  await inTransaction(async (trx) => {
    const last_error = reason.slice(0, 300);
    const closed = await close(trx, delivery, {
      status: 'failed',
      last_error,
      content_sealed: null,
    });
    if (!closed) return;
    const details = { event, channel, attempts, reason: last_error };
    await record(trx, SYSTEM, 'delivery.gave_up', `delivery:${delivery_no}`, details);
  });
}

/** Only the try that holds the row may change it: after five minutes another one may hold it. */
async function close(db: Db, delivery: DeliveryRow, to: Partial<DeliveryRow>): Promise<boolean> {
  const { id, attempts } = delivery;
  const changed = await db('deliveries')
    .where({ id, status: 'sending', attempts })
    .update({ sending_at: null, ...to });
  return changed === 1;
}

function dueFor(delivery: DeliveryRow, at: Date): Date {
  const isUrgent = isEvent(delivery.event) && templateOf(delivery.event).urgent;
  return delivery.channel === 'sms' && !isUrgent ? afterQuietHours(at) : at;
}
