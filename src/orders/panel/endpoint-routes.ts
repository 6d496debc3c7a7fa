import { type Request, type Response, Router } from 'express';
import { DAY, fromNow } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { noStore } from '../../platform/guards.ts';
import { requires, userOf } from '../../platform/permitted.ts';
import { timeShown } from '../../platform/present.ts';
import { readSetting } from '../../platform/settings.ts';
import { readOr } from '../../platform/web.ts';
import { EndpointForm, type EndpointWish } from './forms.ts';
import { callsPage, countsOf } from './list-calls.ts';
import {
  addEndpoint,
  allEndpoints,
  changeEndpoint,
  changeSecret,
  removeEndpoint,
} from './manage-endpoints.ts';
import { replayFailed, testEndpoint } from './replay.ts';
import { panelSetting } from './settings.ts';
import { endpointNumbered } from './signature.ts';
import { type EndpointRow, EVENTS } from './tables.ts';

/** Where the provider's panel is told of orders, for administrators. */
export const endpointRoutes = Router();
const manages = requires('settings.manage');
const ONE = '/webhooks/:endpoint_no';

endpointRoutes.use('/webhooks', noStore);

endpointRoutes.get('/webhooks', manages, async (_req, res) => {
  const count = await countsOf(db, fromNow(-DAY));
  const endpoints = await allEndpoints();
  res.page('orders/panel/endpoints', {
    title: 'Webhook',
    endpoints: endpoints.map((row) => ({
      ...shownEndpoint(row),
      done: count(row.id, 'done'),
      waiting: count(row.id, 'waiting'),
      failed: count(row.id, 'failed'),
    })),
  });
});

endpointRoutes.get('/webhooks/new', manages, (_req, res) => {
  showForm(res, { name: '', url: '', events: Object.keys(EVENTS), is_on: true }, {}, null);
});

endpointRoutes.post('/webhooks', manages, async (req, res) => {
  await saved(req, res, null, async (wish) => {
    const { endpoint_no, secret } = await addEndpoint(userOf(req).actor, wish);
    showSecret(res, { endpoint_no, name: wish.name, secret, isNew: true });
  });
});

endpointRoutes.get(ONE, manages, async (req, res) => {
  const row = await endpointIn(req);
  const asked = { state: '', event: '', order_no: '', before: undefined };
  const { calls } = await callsPage({ ...asked, endpoint_no: row.endpoint_no });
  const { off_after_days } = await readSetting(panelSetting);
  const endpoint = shownEndpoint(row);
  res.page('orders/panel/endpoint', {
    ...{ title: row.name, endpoint, calls: calls.slice(0, 10), off_after_days },
  });
});

endpointRoutes.get(`${ONE}/form`, manages, async (req, res) => {
  const row = await endpointIn(req);
  showForm(res, { ...row, events: row.events.split(',') }, {}, row);
});

endpointRoutes.post(ONE, manages, async (req, res) => {
  const row = await endpointIn(req);
  await saved(req, res, row, async (wish) => {
    await changeEndpoint(userOf(req).actor, row, wish);
    res.flash('success', '已保存');
    res.redirect(303, `/webhooks/${row.endpoint_no}`);
  });
});

endpointRoutes.post(`${ONE}/secret`, manages, async (req, res) => {
  const row = await endpointIn(req);
  const secret = await changeSecret(userOf(req).actor, row);
  showSecret(res, { endpoint_no: row.endpoint_no, name: row.name, secret, isNew: false });
});

endpointRoutes.post(`${ONE}/tests`, manages, async (req, res) => {
  const row = await endpointIn(req);
  const words = await testEndpoint(userOf(req).actor, row);
  if (words) res.flash('error', `没有成功：${words}`);
  else res.flash('success', '测试成功：对方已收下');
  res.redirect(303, `/webhooks/${row.endpoint_no}`);
});

endpointRoutes.post(`${ONE}/replays`, manages, async (req, res) => {
  const row = await endpointIn(req);
  const calls = await replayFailed(userOf(req).actor, row);
  res.flash('success', calls > 0 ? `正在重发 ${calls} 次通知` : '没有失败的通知');
  res.redirect(303, `/webhooks/${row.endpoint_no}`);
});

endpointRoutes.post(`${ONE}/removal`, manages, async (req, res) => {
  await removeEndpoint(userOf(req).actor, await endpointIn(req));
  res.flash('success', '已删除');
  res.redirect(303, '/webhooks');
});

async function endpointIn(req: Request): Promise<EndpointRow> {
  return must(await endpointNumbered(db, String(req.params['endpoint_no'])), '地址');
}

/** Reads the form and saves it; shown again with what was typed when that cannot be. */
async function saved(
  req: Request,
  res: Response,
  row: EndpointRow | null,
  save: (wish: EndpointWish) => Promise<void>,
): Promise<void> {
  const { name = '', url = '', events = [], is_on } = req.body ?? {};
  const typed = { name, url, events: [events].flat(), is_on: is_on === 'true' };
  const form = readOr(EndpointForm, req.body);
  if (!form.ok) return showForm(res.status(422), typed, form.fields, row);
  try {
    await save(form.data);
  } catch (error) {
    if (!(error instanceof UserError) || Object.keys(error.fields).length === 0) throw error;
    showForm(res.status(error.status), typed, error.fields, row);
  }
}

type Typed = { name: string; url: string; events: string[]; is_on: boolean };

function showForm(res: Response, typed: Typed, fields: FieldErrors, row: EndpointRow | null): void {
  const { name, url, events, is_on } = typed;
  res.page('orders/panel/endpoint-form', {
    title: row ? row.name : '新建 Webhook',
    endpoint_no: row?.endpoint_no ?? null,
    ...{ values: { name, url, events, is_on: Boolean(is_on) }, fields },
    event_options: Object.entries(EVENTS).map(([value, note]) => ({ value, label: note })),
  });
}

/** The one time the secret is seen: as the answer to the post, in no address and no cookie. */
function showSecret(
  res: Response,
  { isNew, ...shown }: { endpoint_no: string; name: string; secret: string; isNew: boolean },
): void {
  res.page('orders/panel/secret', { title: isNew ? '已创建' : '密钥已更换', ...shown });
}

function shownEndpoint(row: EndpointRow) {
  const { endpoint_no, name, url, is_on, off_reason, failing_since } = row;
  const on = failing_since
    ? ({ text: '发送失败', tone: 'warn' } as const)
    : ({ text: '启用', tone: 'ok' } as const);
  return {
    ...{ endpoint_no, name, url, host: new URL(url).host, is_on, off_reason },
    events: row.events.split(',').map((event) => (isKnown(event) ? EVENTS[event] : event)),
    badge: is_on ? on : { text: '停用', tone: off_reason ? 'bad' : 'idle' },
    failing: failing_since && timeShown(failing_since),
    made: timeShown(row.created_at),
  };
}

const isKnown = (event: string): event is keyof typeof EVENTS => Object.hasOwn(EVENTS, event);
