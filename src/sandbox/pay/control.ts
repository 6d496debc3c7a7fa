import express, { type Request, type Router } from 'express';
import { z } from 'zod';
import { ACTS, type Act, act } from './acts.ts';
import { calls } from './calls.ts';
import { gatewayFile } from './gateway-file.ts';
import { cents, FAULTS, type FaultKind, type Gateway, type Order, PROTOCOLS } from './state.ts';
import { Batch, payAll } from './telling/batch.ts';
import { tell } from './telling/notify.ts';
import { inParallel } from './telling/parallel.ts';

const kinds = Object.keys(FAULTS);
const acts = Object.keys(ACTS);
const protocols = Object.keys(PROTOCOLS);
export const FaultForm = z.object({
  kind: z.string().refine((kind): kind is FaultKind => kinds.includes(kind), '没有这种故障'),
  times: z.coerce.number().int().min(1).default(1),
});
const Numbers = z.object({
  trade_no: z.string().optional(),
  out_trade_no: z.string().optional(),
  protocol: z
    .string()
    .refine((name): name is Order['protocol'] => protocols.includes(name), '没有这个协议')
    .optional(),
});
const Deed = Numbers.extend({
  as: z
    .string()
    .refine((name): name is Act => acts.includes(name), '没有这种做法')
    .optional(),
  times: z.coerce.number().int().min(1).max(1000).optional(),
  money: z.string().optional(),
  wait: z.boolean().default(false),
});
const Again = Numbers.extend({
  times: z.number().int().min(1).max(1000).default(1),
  concurrency: z.number().int().min(1).max(1000).default(1000),
  event: z.enum(['success', 'waiting', 'closed']).default('success'),
  money: z.string().optional(),
  currency: z.string().optional(),
  other_trade_no: z.string().optional(),
  other_out_trade_no: z.string().optional(),
  forged: z.boolean().default(false),
  stranger: z.boolean().default(false),
  extra_field: z.boolean().default(false),
  at: z.number().optional(),
});
const Settings = z
  .object({
    auto: z.boolean(),
    notify_method: z.enum(['GET', 'POST']),
    wechat_verify: z.enum(['public_key', 'certificate']),
  })
  .partial();

/** The JSON interface for tests and drills. */
export function control(gateway: Gateway): Router {
  const router = express.Router();
  const { state } = gateway.store;
  addReading(router, gateway);
  router.post('/fault', (req, res) => {
    state.faults.push(FaultForm.parse(req.body));
    gateway.store.commit();
    res.json({ done: true });
  });
  router.delete('/fault', (_req, res) => {
    state.faults = [];
    gateway.store.commit();
    res.json({ done: true });
  });
  router.post('/settings', (req, res) => {
    Object.assign(state, Settings.parse(req.body));
    gateway.store.commit();
    res.json({ done: true });
  });
  for (const name of ['pay', 'fail', 'storm', 'cancel', 'expire', 'refund'] as const)
    router.post(`/${name}`, async (req, res) => void res.json(await deed(gateway, req, name)));
  router.post('/notify', async (req, res) => void res.json(await again(gateway, req)));
  router.post('/pay-all', async (req, res) => {
    res.json(await payAll(gateway, Batch.parse(req.body ?? {})));
  });
  return router;
}

function addReading(router: Router, gateway: Gateway): void {
  router.get('/orders', ({ query }, res) => {
    const all = gateway.ledger.all();
    const has = (order: Order) =>
      (['protocol', 'status', 'out_trade_no'] as const).every(
        (name) => !query[name] || order[name] === query[name],
      );
    res.json(all.filter(has));
  });
  router.get('/notifications', ({ query }, res) => {
    const no = query['out_trade_no'];
    res.json(gateway.told.all().filter((one) => !no || one.out_trade_no === no));
  });
  router.get('/calls', (_req, res) => void res.json(calls(gateway)));
  router.get('/gateway-file', (_req, res) => void res.json(gatewayFile(gateway)));
}

/** `pay` with `as` does any of the acts; without `wait` the answers are not waited for. */
async function deed(gateway: Gateway, req: Request, name: Act) {
  const wish = Deed.parse(req.body);
  const order = gateway.ledger.find(wish);
  if (!order) return { done: false, why: '没有这个订单' };
  const { times, money } = wish;
  const { done, why, answers } = act(gateway, order, wish.as ?? name, {
    ...(times ? { times } : {}),
    ...(money ? { cents: cents(money) } : {}),
  });
  return { done, ...(why ? { why } : {}), ...(wish.wait ? { answers: await answers } : {}) };
}

/** Tells once more, as often and as falsely as wished, and waits for the answers. */
async function again(gateway: Gateway, req: Request) {
  const wish = Again.parse(req.body);
  const order = gateway.ledger.find(wish);
  if (!order) return { done: false, why: '没有这个订单' };
  const telling = {
    event: wish.event,
    is_forged: wish.forged,
    is_other_merchant: wish.stranger,
    has_extra_field: wish.extra_field,
    ...(wish.money ? { cents: cents(wish.money) } : {}),
    ...(wish.currency ? { currency: wish.currency } : {}),
    ...(wish.other_trade_no ? { trade_no: wish.other_trade_no } : {}),
    ...(wish.other_out_trade_no ? { out_trade_no: wish.other_out_trade_no } : {}),
    ...(wish.at ? { at: wish.at } : {}),
  };
  const many = Array.from({ length: wish.times });
  const answers = await inParallel(many, wish.concurrency, () => tell(gateway, order, telling));
  return { done: true, answers };
}
