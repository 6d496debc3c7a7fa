import type { Db } from '../../platform/db.ts';
import { gatewayNamed } from '../gateways/index.ts';
import { paymentShown } from '../present.ts';
import type { PaymentRow } from '../tables.ts';

const PAGE = 50;

/** What stands in the address of the list; '' for what is not asked for. */
export interface PaymentsAsked {
  state: PaymentRow['status'] | 'owed' | '';
  gateway: string;
  /** Our number or the gateway's, whole. */
  number: string;
  before: number | undefined;
}

export function readAsked(query: Record<string, unknown>): PaymentsAsked {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '');
  const states = ['started', 'paid', 'closed', 'owed'] as const;
  return {
    state: states.find((state) => state === text('state')) ?? '',
    gateway: gatewayNamed(text('gateway')) ? text('gateway') : '',
    number: text('number').slice(0, 80),
    before: pageKey(query['before']),
  };
}

/** The id that the page before ended with. */
export function pageKey(text: unknown): number | undefined {
  return typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

/** A page of payments, the newest first. */
export async function paymentsPage(db: Db, asked: PaymentsAsked) {
  const { state, gateway, number, before } = asked;
  const rows = await db('payments')
    .modify((query) => {
      if (state === 'owed') query.where({ status: 'paid', landed_at: null });
      else if (state) query.where({ status: state });
      if (gateway) query.where({ gateway });
      if (number)
        query.where((one) => one.where({ payment_no: number }).orWhere({ trade_no: number }));
      if (before !== undefined) query.where('id', '<', before);
    })
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  const shown = rows.slice(0, PAGE);
  return {
    payments: shown.map(paymentShown),
    next: rows.length > PAGE ? (shown.at(-1)?.id ?? null) : null,
  };
}
