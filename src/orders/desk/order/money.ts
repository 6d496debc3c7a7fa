import { paymentShown, refundShown, verdictShown } from '../../../payments/index.ts';
import { yuan, yuanShown } from '../../../platform/money.ts';
import { brief, briefTime } from '../brief.ts';
import type { Whole } from './find.ts';

/** What was paid and what went back, for the order's page. */
export function moneyOf({ order, payments, refunds, said, product, variant }: Whole) {
  const gateways = new Map(
    payments.map(({ id, gateway, payment_no }) => [id, { gateway, payment_no }]),
  );
  const left = order.total_cents - order.refunded_cents;
  return {
    facts: {
      what: `${product?.name ?? '（已删除）'} · ${variant?.name ?? ''}`,
      product_no: product?.product_no ?? null,
      unit: yuanShown(order.unit_cents),
      quantity: order.quantity,
      discount: order.discount_cents > 0 ? yuanShown(order.discount_cents) : null,
      total: yuanShown(order.total_cents),
      refunded: order.refunded_cents > 0 ? yuanShown(order.refunded_cents) : null,
      cost: order.cost_cents === null ? null : yuanShown(order.cost_cents),
      profit: order.cost_cents === null ? null : yuanShown(left - order.cost_cents),
    },
    left: { cents: left, yuan: yuan(left), shown: yuanShown(left) },
    payments: payments.map((payment) => {
      const shown = paymentShown(payment);
      return { ...shown, at: brief(shown.paid ?? shown.created) };
    }),
    refunds: refunds.map((refund) => {
      const shown = refundShown({ ...refund, ...gateways.get(refund.payment_id) });
      return { ...shown, at: brief(shown.done ?? shown.created) };
    }),
    said: said.map(({ payment_id, verdict, at }) => ({
      payment_no: gateways.get(payment_id ?? 0)?.payment_no ?? '',
      badge: verdictShown(verdict),
      at: briefTime(at),
    })),
  };
}
