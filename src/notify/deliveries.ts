import type { Db } from '../platform/db.ts';
import { timeShown } from '../platform/present.ts';
import type { ChannelName } from './channels/index.ts';
import { eventInWords } from './templates/index.ts';

const STATUS = {
  queued: { text: '等待发送', tone: 'wait' },
  sending: { text: '正在发送', tone: 'info' },
  sent: { text: '已发送', tone: 'ok' },
  failed: { text: '未送达', tone: 'bad' },
} as const;

/** The latest deliveries of a channel, without address and words. */
export async function latestDeliveries(db: Db, channel: ChannelName, limit = 20) {
  const rows = await db('deliveries').where({ channel }).orderBy('id', 'desc').limit(limit);
  return rows.map((row) => ({
    no: row.delivery_no,
    event: eventInWords(row.event),
    status: STATUS[row.status],
    attempts: row.attempts,
    error: row.last_error,
    time: timeShown(row.sent_at ?? row.created_at),
  }));
}
