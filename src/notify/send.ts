import { fromNow, MINUTE, now } from '../platform/clock.ts';
import type { After, Db } from '../platform/db.ts';
import { publicNo } from '../platform/ids.ts';
import { log } from '../platform/log.ts';
import { seal } from '../platform/seal.ts';
import { isUnderTest } from '../platform/under-test.ts';
import type { Content, Recipient } from './channels/channel.ts';
import { type ChannelName, channelNames, channelOf } from './channels/index.ts';
import { deliverJob } from './deliver-job.ts';
import { afterQuietHours } from './quiet-hours.ts';
import { type EventName, templateOf } from './templates/index.ts';
import { fill, type Template, valuesOf } from './templates/template.ts';

export interface Notification {
  event: EventName;
  /** Null: somebody without an account, who is told by what he left and nowhere else. */
  user_id: number | null;
  to: Recipient;
  /** Exactly the values the event's template names. */
  values: Record<string, string>;
  /** A path of this site ("/filings/BA…"). */
  link?: string;
  /** What only a mail carries, which is emptied when it has left: a one-time link, words after the template's. */
  mail?: { link?: string; text?: string };
}

/**
 * Tells a person what happened: a message inside the site and one delivery per channel, in the transaction of
 * the deed. `after` hastens the deliveries; without it the sweep sends them within half a minute.
 */
export async function send(trx: Db, after: After, notification: Notification): Promise<void> {
  const template = templateOf(notification.event);
  checkValues(notification, template);
  const { user_id } = notification;
  if (template.in_site && user_id !== null)
    await writeMessage(trx, { ...notification, user_id }, template);
  for (const channel of channelNames) {
    const to = await channelOf(channel).addressFor(notification.event, template, notification.to);
    if (!to) continue;
    const deliveryId = await writeDelivery(trx, notification, template, channel, to);
    after(() => deliverJob.enqueue({ deliveryId }));
  }
}

async function writeMessage(
  trx: Db,
  notification: Notification & { user_id: number },
  template: Template,
) {
  const message_no = publicNo('XX');
  const words = {
    subject: fill(template.subject, notification.values),
    text: fill(template.text, notification.values),
  };
  await trx('notifications').insert({
    message_no,
    user_id: notification.user_id,
    event: notification.event,
    content_sealed: seal(JSON.stringify(words), `notifications.content:${message_no}`),
    link: notification.link ?? null,
    created_at: now(),
  });
}

async function writeDelivery(
  trx: Db,
  notification: Notification,
  template: Template,
  channel: ChannelName,
  to: string,
): Promise<number> {
  const delivery_no = publicNo('TZ');
  const isQuiet = channel === 'sms' && !template.urgent;
  const [id] = await trx('deliveries').insert({
    delivery_no,
    user_id: notification.user_id,
    event: notification.event,
    channel,
    status: 'queued',
    due_at: isQuiet ? afterQuietHours(now()) : now(),
    expires_at: fromNow(template.good_for_minutes * MINUTE),
    content_sealed: sealContent(delivery_no, contentFor(notification, template, channel, to)),
    created_at: now(),
  });
  if (id === undefined) throw new Error('no id for a new delivery');
  return id;
}

function contentFor(
  { values, link, mail }: Notification,
  template: Template,
  channel: ChannelName,
  to: string,
): Content {
  const subject = fill(template.subject, values);
  const base = { to, subject, link: link ?? null };
  if (channel === 'mail') {
    const text = `${fill(template.text, values)}${mail?.text ?? ''}`;
    return { ...base, text, link: mail?.link ?? base.link, values: {} };
  }
  const named = valuesOf({ ...template, subject: '', text: '' });
  const own = Object.fromEntries(named.map((name) => [name, values[name] ?? '']));
  return { ...base, text: fill(template.sms ?? '', values), values: own };
}

function sealContent(delivery_no: string, content: Content): string {
  return seal(JSON.stringify(content), `deliveries.content:${delivery_no}`);
}

/** A value that is missing or not known is a bug: tests stop at it, in production its place stays empty. */
function checkValues({ event, values }: Notification, template: Template): void {
  const wanted = valuesOf(template).sort().join(', ');
  const given = Object.keys(values).sort().join(', ');
  if (wanted === given) return;
  const problem = `${event} takes the values [${wanted}], not [${given}]`;
  if (isUnderTest) throw new Error(problem);
  log.error('notification with wrong values', { problem });
}
