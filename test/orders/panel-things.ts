import type { PanelEvent } from '../../src/orders/panel/tables.ts';
import type { Db } from '../../src/platform/db.ts';

// To be imported after `start`.

const ACTOR = { kind: 'system', id: null, name: '' } as const;

/** An endpoint that is on and listens to `events`, and its secret. */
export async function anEndpoint(
  db: Db,
  url = 'http://127.0.0.1:9/webhooks',
  events: PanelEvent[] = ['order.paid', 'order.delivered', 'order.refunded', 'order.card_replaced'],
) {
  const { addEndpoint } = await import('../../src/orders/panel/manage-endpoints.ts');
  const wish = { name: '主机面板', url, events, is_on: true };
  const { endpoint_no, secret } = await addEndpoint(ACTOR, wish);
  const row = await db('panel_endpoints').where({ endpoint_no }).first();
  if (!row) throw new Error('the endpoint that was just made is not there');
  return { ...row, secret };
}

/** A call that was given up. */
export async function aFailedCall(db: Db, endpoint_id: number): Promise<string> {
  const { publicNo } = await import('../../src/platform/ids.ts');
  const [call_no, event_id] = [publicNo('TH'), publicNo('SJ')];
  const body = JSON.stringify({ event: 'order.paid', event_id, at: '', order: null });
  const row = { call_no, event_id, endpoint_id, order_id: null, event: 'order.paid', body };
  await db('panel_calls').insert({ ...row, state: 'failed', created_at: new Date() });
  return call_no;
}
