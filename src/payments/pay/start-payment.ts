import { absolute } from '../../notify/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, isDuplicate } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { log } from '../../platform/log.ts';
import { seal, unseal } from '../../platform/seal.ts';
import type { Started, Way } from '../gateways/gateway.ts';
import { type Ready, readyGateway } from '../gateways/set-up.ts';
import { callbackUrl } from '../settings.ts';
import type { PaymentRow, Purpose } from '../tables.ts';
import { nextAsk } from './ask-times.ts';
import { takes, waysOf } from './ways-to-pay.ts';

export interface ToPay {
  purpose: Purpose;
  subject_id: number;
  amount_cents: number;
  title: string;
  gateway: string;
  method: string;
  expires_at: Date;
  /** Where the buyer comes back to on our site. */
  return_path: string;
  ip: string | null;
  user_agent: string;
}

export interface Begun {
  payment_no: string;
  way: Way;
}

/**
 * Begins a payment: the row first, then the call. Begun again while it is open, the same one is given. Throws UserError
 * `unprocessable` for a way that may not be chosen, `unavailable` when the gateway fails: another way may be tried.
 */
export async function startPayment(db: Db, wanted: ToPay): Promise<Begun> {
  const ready = await readyGateway(wanted.gateway);
  if (!ready || !isOffered(ready, wanted)) {
    const words = '这种付款方式现在不能用，请换一种';
    throw new UserError('unprocessable', words, { gateway: words });
  }
  const row = await openRow(db, wanted, ready);
  if (row.way_sealed) return { payment_no: row.payment_no, way: wayOf(row) };
  const started = await startAt(ready, wanted, row.payment_no).catch(async (error: unknown) => {
    await giveUp(db, row.id);
    throw error;
  });
  await keepWay(db, row.id, row.payment_no, started);
  return { payment_no: row.payment_no, way: started.way };
}

function isOffered(ready: Ready, { gateway, method, amount_cents }: ToPay): boolean {
  if (gateway === 'balance' || !ready.common.is_enabled) return false;
  return takes(ready, amount_cents) && waysOf(ready).some((way) => way.method === method);
}

/** The open row of this subject and way; made when there is none. Who comes second takes the first one's. */
async function openRow(db: Db, wanted: ToPay, { gateway }: Ready) {
  const { purpose, subject_id, amount_cents, method, expires_at } = wanted;
  const open_key = [purpose, subject_id, gateway.name, method, amount_cents].join(':');
  const known = await db('payments').where({ open_key }).first();
  if (known && known.expires_at > now()) return known;
  if (known) await closeOver(db, known.id);
  const payment_no = publicNo('ZF');
  const row = {
    ...{ payment_no, purpose, subject_id, gateway: gateway.name, method, amount_cents, open_key },
    title: wanted.title.slice(0, 120),
    status: 'started' as const,
    created_at: now(),
    expires_at,
    ask_due_at: gateway.find ? nextAsk({ asks: 0, expires_at }) : null,
  };
  try {
    const [id] = await db('payments').insert(row);
    return { id: Number(id), payment_no, way_sealed: null };
  } catch (error) {
    const first = isDuplicate(error) && (await db('payments').where({ open_key }).first());
    if (first) return first;
    throw error;
  }
}

/** A top-up is closed by nobody, and a gateway takes no money any more where it once led: its time is over. */
async function closeOver(db: Db, id: number): Promise<void> {
  await db('payments')
    .where({ id, status: 'started' })
    .where('expires_at', '<=', now())
    .update({ status: 'closed', open_key: null });
}

async function startAt(ready: Ready, wanted: ToPay, payment_no: string): Promise<Started> {
  const { gateway, at } = ready;
  try {
    return safe(
      await gateway.start(at, {
        ...{ payment_no, trade_no: null, currency: 'CNY', created_at: now() },
        ...{ amount_cents: wanted.amount_cents, title: wanted.title, method: wanted.method },
        ...{ expires_at: wanted.expires_at, ip: wanted.ip, user_agent: wanted.user_agent },
        notify_url: await callbackUrl(gateway.name),
        return_url: absolute(wanted.return_path),
      }),
    );
  } catch (error) {
    log.warn('payment not started', { gateway: gateway.name, payment_no, error });
    const words = '这种付款方式暂时不可用，请稍后再试，或换一种付款方式';
    throw new UserError('unavailable', words, { gateway: words });
  }
}

/** A buyer follows this link from our page: it must lead to a page or into a wallet, and run nothing. */
const LEADS_TO = [
  'https:',
  'http:',
  'weixin:',
  'wxp:',
  'alipays:',
  'alipay:',
  'mqqapi:',
  'upwallet:',
];

function safe(started: Started): Started {
  const { way } = started;
  if (way.kind === 'redirect' && !LEADS_TO.includes(new URL(way.url).protocol))
    throw new Error('网关给出的支付地址不能用');
  return started;
}

/** The next try is another number: some gateways take each of them once, though their answer was lost. */
async function giveUp(db: Db, id: number): Promise<void> {
  await db('payments')
    .where({ id, status: 'started', way_sealed: null })
    .update({ status: 'closed', open_key: null });
}

async function keepWay(db: Db, id: number, payment_no: string, { way, trade_no }: Started) {
  await db('payments')
    .where({ id })
    .update({
      way_sealed: seal(JSON.stringify(way), `payments.way:${payment_no}`),
      ...(trade_no ? { trade_no } : {}),
    });
}

export function wayOf({
  payment_no,
  way_sealed,
}: Pick<PaymentRow, 'payment_no' | 'way_sealed'>): Way {
  // Written by `keepWay` alone.
  return JSON.parse(unseal(way_sealed ?? '', `payments.way:${payment_no}`)) as Way;
}

/** The payment of a subject that is open, or was paid last, with its way, for a page that is loaded again. */
export async function paymentOf(
  db: Db,
  { purpose, subject_id }: { purpose: Purpose; subject_id: number },
): Promise<(PaymentRow & { way: Way | null }) | undefined> {
  const row = await db('payments')
    .where({ purpose, subject_id })
    .orderByRaw("status = 'paid' desc, status = 'started' desc, id desc")
    .first();
  return row && { ...row, way: row.way_sealed ? wayOf(row) : null };
}
