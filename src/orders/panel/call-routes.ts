import { Router } from 'express';
import { must } from '../../platform/errors.ts';
import { noStore } from '../../platform/guards.ts';
import { linkTo } from '../../platform/links.ts';
import { requires, userOf } from '../../platform/permitted.ts';
import { timeShown } from '../../platform/present.ts';
import { isTaken } from './call-endpoint.ts';
import { callNumbered, callsPage, EVENT_WORDS, STATES, shownCall } from './list-calls.ts';
import { allEndpoints } from './manage-endpoints.ts';
import { replayCall } from './replay.ts';
import type { TryRow } from './tables.ts';

/** What the provider's panel was told, and what it answered. */
export const callRoutes = Router();
const manages = requires('settings.manage');

callRoutes.use('/webhook-calls', noStore);

callRoutes.get('/webhook-calls', manages, async (req, res) => {
  const text = (name: string) => {
    const value = req.query[name];
    return typeof value === 'string' ? value.trim().slice(0, 40) : '';
  };
  const before = Number(text('before')) || undefined;
  const asked = { endpoint_no: text('endpoint'), state: text('state'), event: text('event') };
  const order_no = text('order').toUpperCase();
  const { calls, next } = await callsPage({ ...asked, order_no, before });
  const kept = { endpoint: asked.endpoint_no, state: asked.state, event: asked.event };
  const query = { ...kept, order: order_no };
  const endpoints = await allEndpoints();
  res.page('orders/panel/calls', {
    ...{ title: '通知记录', calls, values: query },
    endpoints: endpoints.map(({ endpoint_no, name }) => ({ value: endpoint_no, label: name })),
    states: Object.entries(STATES).map(([value, { text: label }]) => ({ value, label })),
    events: Object.entries(EVENT_WORDS).map(([value, label]) => ({ value, label })),
    pager: {
      previous_href: before === undefined ? null : linkTo('/webhook-calls', query),
      next_href: next === null ? null : linkTo('/webhook-calls', { ...query, before: next }),
    },
  });
});

callRoutes.get('/webhook-calls/:call_no', manages, async (req, res) => {
  const found = must(await callNumbered(String(req.params['call_no'])), '通知');
  res.page('orders/panel/call', {
    title: '通知',
    call: shownCall(found.row),
    body: JSON.stringify(JSON.parse(found.row.body), null, 2),
    tries: found.tries.map(shownTry),
  });
});

callRoutes.post('/webhook-calls/:call_no/replays', manages, async (req, res) => {
  const { row } = must(await callNumbered(String(req.params['call_no'])), '通知');
  await replayCall(userOf(req).actor, row);
  res.flash('success', '正在重发');
  res.redirect(303, `/webhook-calls/${row.call_no}`);
});

function shownTry(one: TryRow) {
  return {
    time: timeShown(one.at),
    badge: {
      text: one.status === null ? '无应答' : `HTTP ${one.status}`,
      tone: isTaken(one) ? 'ok' : 'bad',
    },
    error: one.status === null ? one.error : null,
    answer: one.answer || null,
    took: `${one.took_ms} 毫秒`,
  };
}
