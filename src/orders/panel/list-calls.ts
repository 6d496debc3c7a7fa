import { type Db, db } from '../../platform/db.ts';
import { timeShown } from '../../platform/present.ts';
import { type CallRow, EVENTS, PING } from './tables.ts';

const PAGE = 50;

export const STATES = {
  waiting: { text: '等待发送', tone: 'wait' },
  done: { text: '成功', tone: 'ok' },
  failed: { text: '失败', tone: 'bad' },
} as const;
export const EVENT_WORDS: Record<string, string> = { ...EVENTS, [PING]: '测试' };

export interface Asked {
  endpoint_no: string;
  state: string;
  event: string;
  order_no: string;
  before: number | undefined;
}

type Listed = CallRow & { endpoint_no: string; name: string; order_no: string | null };

/** A page of calls, the newest first, and where the next page begins. */
export async function callsPage(asked: Asked) {
  const { endpoint_no, state, event, order_no, before } = asked;
  const rows = await listed(db)
    .modify((query) => {
      if (endpoint_no) query.where('panel_endpoints.endpoint_no', endpoint_no);
      if (state) query.where('panel_calls.state', state);
      if (event) query.where('panel_calls.event', event);
      if (order_no) query.where('orders.order_no', order_no);
      if (before !== undefined) query.where('panel_calls.id', '<', before);
    })
    .orderBy('panel_calls.id', 'desc')
    .limit(PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return {
    calls: shown.map(shownCall),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}

/** One call with its tries, the newest try first. */
export async function callNumbered(call_no: string) {
  const row = await listed(db).where('panel_calls.call_no', call_no).first<Listed | undefined>();
  if (!row) return undefined;
  const tries = await db('panel_tries')
    .where({ call_id: row.id })
    .orderBy('id', 'desc')
    .limit(PAGE)
    .select('*');
  return { row, tries };
}

function listed(db: Db) {
  return db('panel_calls')
    .join('panel_endpoints', 'panel_endpoints.id', 'panel_calls.endpoint_id')
    .leftJoin('orders', 'orders.id', 'panel_calls.order_id')
    .select<Listed[]>(
      'panel_calls.*',
      'panel_endpoints.endpoint_no',
      'panel_endpoints.name',
      'orders.order_no',
    );
}

/** A call as lists and its own page show it. */
export function shownCall(row: Listed) {
  const isRetried = row.state === 'waiting' && row.attempts > 0;
  return {
    call_no: row.call_no,
    event: EVENT_WORDS[row.event] ?? row.event,
    event_name: row.event,
    event_id: row.event_id,
    order_no: row.order_no,
    endpoint_no: row.endpoint_no,
    endpoint: row.name,
    badge: isRetried ? ({ text: '等待重试', tone: 'warn' } as const) : STATES[row.state],
    attempts: row.attempts,
    error: row.last_error,
    time: timeShown(row.created_at),
    due: row.state === 'waiting' && row.due_at ? timeShown(row.due_at) : null,
    can_replay: row.state !== 'waiting',
  };
}

/** How many calls of an endpoint stand where, of the last day. */
export async function countsOf(db: Db, from: Date) {
  const rows = await db('panel_calls')
    .where('created_at', '>', from)
    .groupBy('endpoint_id', 'state')
    .select<{ endpoint_id: number; state: CallRow['state']; n: number }[]>(
      'endpoint_id',
      'state',
      db.raw('count(*) as n'),
    );
  return (endpoint_id: number, state: CallRow['state']): number =>
    Number(rows.find((row) => row.endpoint_id === endpoint_id && row.state === state)?.n ?? 0);
}
