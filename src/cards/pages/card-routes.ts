import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { namesOf, requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { yuanShown } from '../../platform/money.ts';
import { timeShown } from '../../platform/present.ts';
import { read, readOr, wantsJson } from '../../platform/web.ts';
import { variantsByCard } from '../bulk/begin-acts.ts';
import { cardsIn } from '../bulk/filter-cards.ts';
import { cardBySecret } from '../open-cards.ts';
import { openSecret, partsOf } from '../secrets.ts';
import { noteOnCards, storyEvents } from '../story.ts';
import { CARD, type CardRow } from '../tables.ts';
import { voidCards } from '../void-cards.ts';
import { askedIn, cardsLink, filterOf, isAsked } from './asked.ts';
import { cardColumns, cardIn, variantChoices, variantsOf } from './find.ts';
import { namesOfCards } from './names.ts';
import { shownCard } from './present.ts';
import { EVENT_WORDS, STATUS_NAMES } from './words.ts';

/** Single cards: found, their life story, looked at in the clear, taken out of circulation. */
export const cardRoutes = Router();
const reads = requires('shop.read');
const PAGE = 50;

cardRoutes.get('/cards', reads, async (req, res) => {
  const asked = askedIn(req.query);
  const before = Number(req.query['before']);
  const filter = await filterOf(asked);
  const rows = await cardsIn(db, filter)
    .where((page) => {
      if (Number.isSafeInteger(before) && before > 0) page.where('id', '<', before);
    })
    .orderBy('id', 'desc')
    .limit(PAGE + 1)
    .select<CardRow[]>(...cardColumns());
  const cards = rows.slice(0, PAGE);
  const names = namesOfCards();
  await names.learn(cards);
  const last = rows.length > PAGE ? cards.at(-1) : undefined;
  res.page('cards/list', {
    title: '卡密',
    ...{ asked, is_asked: isAsked(asked), may_manage: userOf(req).may('shop.manage') },
    cards: cards.map((card) => shownCard(card, names)),
    variants: variantChoices(await variantsOf('imported', 'generated', 'loop'), '全部'),
    statuses: [{ value: '', label: '全部' }, ...STATUS_NAMES],
    selection_href: cardsLink(asked, {}, '/cards/selection'),
    pager: {
      previous_href: before > 0 ? cardsLink(asked) : null,
      next_href: last ? cardsLink(asked, { before: String(last.id) }) : null,
    },
  });
});

/** A post, so that no card gets into an address bar or a log. */
cardRoutes.post('/cards/lookups', reads, async (req, res) => {
  const found = await cardBySecret(db, String(req.body?.card ?? '').slice(0, 2200));
  if (!found) {
    res.flash('error', '库里没有这张卡。请输入完整的卡号或卡密');
    return res.redirect(303, '/cards');
  }
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'card.looked_up', `card:${found.id}`),
  );
  res.redirect(303, `/cards/${found.id}`);
});

cardRoutes.get('/cards/:id', reads, async (req, res) => {
  await showCard(req, res);
});

const Reason = z.object({ reason: reasonGiven('请写明原因') });
const reveals = requires('card.reveal');

cardRoutes.get('/cards/:id/reveal', reads, reveals, async (req, res) => {
  await showReveal(req, res, {});
});

cardRoutes.post('/cards/:id/reveal', reads, reveals, async (req, res) => {
  if (wantsJson(req)) {
    const { reason } = read(Reason, req.body);
    return void res.json({ value: await reveal(req, reason) });
  }
  const form = readOr(Reason, req.body);
  if (!form.ok) return showReveal(req, res.status(422), { fields: form.fields });
  await showReveal(req, res, { value: await reveal(req, form.data.reason) });
});

/** The card in the clear; who looked, and why, stays with it. */
async function reveal(req: Request, reason: string): Promise<string> {
  const { id, actor } = userOf(req);
  const card = await cardIn(req);
  await inTransaction(async (trx) => {
    await record(trx, actor, 'card.revealed', `card:${card.id}`, { reason });
    await noteOnCards(trx, [card.id], { event: 'revealed', detail: reason, user_id: id });
  });
  return partsOf(openSecret(card)).text;
}

async function showReveal(
  req: Request,
  res: Response,
  { value = null, fields = {} }: { value?: string | null; fields?: Record<string, string> },
): Promise<void> {
  const { id } = await cardIn(req);
  res.page('cards/reveal', { title: '查看卡密', id, value, fields });
}

cardRoutes.post('/cards/:id/voiding', requires('shop.manage'), async (req, res) => {
  const card = await cardIn(req);
  const { id } = card;
  const form = readOr(Reason, req.body);
  if (!form.ok) return showCard(req, res.status(422), form.fields);
  const { reason } = form.data;
  if (!(await isPiece(card))) throw new UserError('conflict', '循环卡的内容请在“循环卡”里更换');
  await inTransaction(async (trx) => {
    const voided = await voidCards(trx, [id], reason, userOf(req).id);
    if (voided) await record(trx, userOf(req).actor, 'card.voided', `card:${id}`, { reason });
  });
  res.flash('success', '已作废');
  res.redirect(303, `/cards/${id}`);
});

const isVoidable = ({ status }: CardRow) => status !== CARD.void && status !== CARD.held;

/** Whether it is one of many, not the one card of a loop variant. */
async function isPiece({ variant_id }: CardRow): Promise<boolean> {
  return (await variantsByCard(db, [variant_id])).length > 0;
}

async function showCard(req: Request, res: Response, fields: Record<string, string> = {}) {
  const card = await cardIn(req);
  const names = namesOfCards();
  await names.learn([card]);
  const user = userOf(req);
  res.page('cards/card', {
    title: '卡密',
    card: shownCard(card, names),
    cost: card.cost_cents === null ? null : yuanShown(card.cost_cents),
    story: await storyOf(card),
    ...{ fields, reason: typeof req.body?.reason === 'string' ? req.body.reason : '' },
    may_reveal: user.may('card.reveal'),
    may_void: user.may('shop.manage') && isVoidable(card) && (await isPiece(card)),
    may_audit: user.may('audit.read'),
  });
}

/** Who did what with it, newest last. */
async function storyOf(card: CardRow) {
  const events = await storyEvents(db, card);
  const people = await namesOf(db, [...new Set(events.flatMap(({ user_id }) => user_id ?? []))]);
  return events.map(({ event, detail, user_id, at, order_no }) => ({
    state: event === 'voided' ? 'bad' : 'done',
    title: EVENT_WORDS[event] ?? event,
    who: user_id === null ? '系统' : (people.get(user_id) ?? ''),
    time: timeShown(at),
    ...(event === 'imported' || event === 'generated'
      ? { link: { href: `/card-batches/${detail}`, label: `批次 ${detail}` } }
      : { text: detail }),
    ...(order_no && { link: { href: `/shop-orders/${order_no}`, label: `订单 ${order_no}` } }),
  }));
}
