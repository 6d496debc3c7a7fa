import './tables.ts';
import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { checkAddress, type EndpointWish } from './forms.ts';
import { forgetListeners } from './listeners.ts';
import { newSecret } from './signature.ts';
import type { EndpointRow } from './tables.ts';

const MOST = 10;

/** Makes an endpoint; gives its number and its secret, which nobody sees again. */
export async function addEndpoint(
  actor: Actor,
  wish: EndpointWish,
): Promise<{ endpoint_no: string; secret: string }> {
  await checkAddress(wish.url);
  const endpoint_no = publicNo('HT');
  const { secret, secret_sealed } = newSecret(endpoint_no);
  await inTransaction(async (trx) => {
    const own = await trx('panel_endpoints').whereNull('removed_at').select('id');
    if (own.length >= MOST) throw new UserError('conflict', `最多 ${MOST} 个地址，请先删除不用的`);
    const row = { endpoint_no, ...columnsOf(wish), secret_sealed, created_at: now() };
    await trx('panel_endpoints').insert(row);
    await record(trx, actor, 'webhook.created', `webhook:${endpoint_no}`, told(wish));
  });
  forgetListeners();
  return { endpoint_no, secret };
}

/** Changes an endpoint; switched on again it begins with a clean sheet. */
export async function changeEndpoint(
  actor: Actor,
  { id, endpoint_no }: EndpointRow,
  wish: EndpointWish,
): Promise<void> {
  await checkAddress(wish.url);
  await inTransaction(async (trx) => {
    const health = { off_reason: '', failing_since: null, rest_until: null };
    await trx('panel_endpoints')
      .where({ id })
      .update({ ...columnsOf(wish), ...health });
    await record(trx, actor, 'webhook.changed', `webhook:${endpoint_no}`, told(wish));
  });
  forgetListeners();
}

/** A new secret for an endpoint: the old one signs nothing more. */
export async function changeSecret(actor: Actor, endpoint: EndpointRow): Promise<string> {
  const { id, endpoint_no } = endpoint;
  const { secret, secret_sealed } = newSecret(endpoint_no);
  await inTransaction(async (trx) => {
    await trx('panel_endpoints').where({ id }).update({ secret_sealed });
    await record(trx, actor, 'webhook.secret_changed', `webhook:${endpoint_no}`);
  });
  return secret;
}

/** Takes an endpoint away. What it was still owed is given up; the record of its calls stays. */
export async function removeEndpoint(actor: Actor, { id, endpoint_no }: EndpointRow) {
  await inTransaction(async (trx) => {
    await trx('panel_endpoints').where({ id }).update({ is_on: false, removed_at: now() });
    await trx('panel_calls')
      .where({ endpoint_id: id, state: 'waiting' })
      .update({ state: 'failed', due_at: null, last_error: '地址已删除' });
    await record(trx, actor, 'webhook.removed', `webhook:${endpoint_no}`);
  });
  forgetListeners();
}

function columnsOf({ name, url, events, is_on }: EndpointWish) {
  return { name, url, events: events.join(','), is_on };
}

/** An address may carry a token: the record names its host. */
function told({ url, events, is_on }: EndpointWish) {
  return { host: new URL(url).host, events, is_on };
}

/** Every endpoint that was not removed, the oldest first. */
export function allEndpoints(): Promise<EndpointRow[]> {
  return db('panel_endpoints').whereNull('removed_at').orderBy('id');
}
