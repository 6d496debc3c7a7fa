import { DAY, fromNow, HOUR, MINUTE, now, SECOND } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { turnstile } from '../../platform/turnstile.ts';
import { callEndpoint, isTaken, type Tried } from './call-endpoint.ts';
import { noteFailure, noteSuccess } from './endpoint-health.ts';
import { type CallRow, type EndpointRow, PING } from './tables.ts';

/** Waits before the second, third … try; after the last one it is given up. */
export const WAITS = [
  ...[10 * SECOND, MINUTE, 5 * MINUTE, 30 * MINUTE],
  ...[2 * HOUR, 6 * HOUR, DAY],
] as const;
/** How long one try may hold a call: longer than it may take. */
const LEASE = MINUTE;
const AT_ONCE = 8;
const PER_ROUND = 32;
const MOST_ROUNDS = 100;
/** So many in a row, and the receiver is down: the others wait a little without a try being counted. */
const DOWN_AFTER = 5;
const REST = MINUTE;

const running = new Map<number, Promise<void>>();

/** Sends all calls that are due, to each endpoint by itself: one that is slow or down keeps no other waiting. */
export async function sendDueCalls(): Promise<void> {
  const endpoints = await db('panel_endpoints')
    .where({ is_on: true })
    .where((awake) => awake.whereNull('rest_until').orWhere('rest_until', '<=', now()));
  await Promise.all(
    endpoints.map((endpoint) => {
      const mine = running.get(endpoint.id) ?? sendTo(endpoint);
      running.set(endpoint.id, mine);
      return mine.finally(() => running.delete(endpoint.id));
    }),
  );
}

async function sendTo(endpoint: EndpointRow): Promise<void> {
  // One that was down is felt out first.
  const inTurn = turnstile(endpoint.failing_since ? 1 : AT_ONCE);
  let failed = 0;
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const due = await dueCalls(db, endpoint.id);
    if (due.length === 0) return;
    const sendNext = async (call: CallRow) => {
      if (failed >= DOWN_AFTER) return;
      const taken = await sendCall(endpoint, call);
      failed = taken ? 0 : failed + 1;
    };
    await Promise.all(due.map((call) => inTurn(() => sendNext(call))));
    if (failed >= DOWN_AFTER) return rest(endpoint);
  }
}

/**
 * The next ones: of each order only the first that is not settled, so that a panel never hears of a delivery before
 * the payment.
 */
function dueCalls(db: Db, endpoint_id: number): Promise<CallRow[]> {
  return db('panel_calls')
    .where({ endpoint_id, state: 'waiting' })
    .where('due_at', '<=', now())
    .whereNotExists(
      db('panel_calls as earlier')
        .whereRaw('earlier.endpoint_id = panel_calls.endpoint_id')
        .whereRaw('earlier.order_id = panel_calls.order_id')
        .whereRaw('earlier.id < panel_calls.id')
        .where('earlier.state', 'waiting')
        .select(db.raw('1')),
    )
    .orderBy(['due_at', 'id'])
    .limit(PER_ROUND);
}

/** Makes one try, if nobody else is at it; whether it was taken. True as well when there was nothing to do. */
export async function sendCall(endpoint: EndpointRow, call: CallRow): Promise<boolean> {
  const { id, attempts, due_at } = call;
  // One conditional statement decides who sends. Who dies in the middle leaves it due when the lease is over.
  const claimed = await db('panel_calls')
    .where({ id, state: 'waiting', attempts, due_at })
    .update({ attempts: attempts + 1, due_at: fromNow(LEASE) });
  if (claimed !== 1) return true;
  const tried = await callEndpoint(endpoint, call);
  await db('panel_tries').insert({ call_id: id, at: now(), ...tried });
  await settle(call, tried);
  if (isTaken(tried)) await noteSuccess(endpoint.id);
  else await noteFailure(endpoint.id);
  return isTaken(tried);
}

/** Only the try that holds the call settles it. */
async function settle({ id, attempts, event }: CallRow, tried: Tried): Promise<void> {
  const own = db('panel_calls').where({ id, state: 'waiting', attempts: attempts + 1 });
  if (isTaken(tried))
    return void (await own.update({
      ...{ state: 'done', done_at: now(), due_at: null, last_error: null },
    }));
  const last_error = tried.error;
  const wait = event === PING ? undefined : WAITS[attempts];
  if (wait === undefined)
    return void (await own.update({ state: 'failed', due_at: null, last_error }));
  await own.update({ due_at: fromNow(wait), last_error });
}

async function rest({ id }: EndpointRow): Promise<void> {
  await db('panel_endpoints')
    .where({ id })
    .update({ rest_until: fromNow(REST) });
}
