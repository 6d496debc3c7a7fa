import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { namesOf, requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { timeShown } from '../../platform/present.ts';
import { readOr } from '../../platform/web.ts';
import { variantNumbered, variantsOf, variantWords } from '../pages/find.ts';
import { grouped, maskedCard } from '../pages/present.ts';
import { CARD } from '../tables.ts';
import { loopCards } from './loop-card.ts';
import { setLoopText } from './set-loop.ts';

/** Loop cards: one text for many buyers, set and exchanged here. How many may buy it is said at the product. */
export const loopRoutes = Router();
const reads = requires('shop.read');

loopRoutes.get('/loop-cards', reads, async (_req, res) => {
  const variants = await variantsOf('loop');
  const set = await loopCards(
    db,
    variants.map(({ id }) => id),
  );
  res.page('cards/loops', {
    title: '循环卡',
    rows: variants.map((variant) => ({
      ...{ title: variantWords(variant), variant_no: variant.variant_no },
      left: variant.is_endless ? '不限' : grouped(variant.stock),
      is_set: set.has(variant.id),
    })),
  });
});

loopRoutes.get('/loop-cards/:variant_no', reads, async (req, res) => {
  await showLoop(req, res);
});

const Text = z.object({
  text: z
    .string({ error: '请填写内容' })
    .transform((text) => text.replaceAll('\r\n', '\n').trim())
    .pipe(z.string().min(1, '请填写内容').max(2000, '请控制在 2000 字以内')),
});

loopRoutes.post('/loop-cards/:variant_no/text', requires('shop.manage'), async (req, res) => {
  const variant = await loopIn(req);
  const form = readOr(Text, req.body);
  if (!form.ok) return showLoop(req, res.status(422), form.fields);
  try {
    await setLoopText(userOf(req), variant, form.data.text);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return showLoop(req, res.status(error.status), error.fields);
  }
  res.flash('success', '已保存，之后的买家都会收到新内容');
  res.redirect(303, `/loop-cards/${variant.variant_no}`);
});

async function loopIn(req: Request) {
  const found = await variantNumbered(String(req.params['variant_no']));
  return must(found?.delivery === 'loop' ? found : undefined, '循环卡规格');
}

async function showLoop(req: Request, res: Response, fields: Record<string, string> = {}) {
  const variant = await loopIn(req);
  const cards = await db('cards').where({ variant_id: variant.id }).orderBy('id', 'desc').limit(50);
  const batches = await db('card_batches').whereIn(
    'id',
    cards.map(({ batch_id }) => batch_id),
  );
  const people = await namesOf(db, [...new Set(batches.flatMap(({ made_by }) => made_by ?? []))]);
  const batchOf = new Map(batches.map((batch) => [batch.id, batch]));
  res.page('cards/loop', {
    title: variantWords(variant),
    variant: { ...variant, left: variant.is_endless ? '不限' : grouped(variant.stock) },
    texts: cards.map((card) => {
      const batch = batchOf.get(card.batch_id);
      return {
        ...{ id: card.id, masked: maskedCard(card), is_now: card.status === CARD.available },
        made: batch ? timeShown(batch.created_at) : null,
        made_by: people.get(batch?.made_by ?? 0) ?? '',
      };
    }),
    ...{ fields, text: typeof req.body?.text === 'string' ? req.body.text : '' },
    may_manage: userOf(req).may('shop.manage'),
    may_reveal: userOf(req).may('card.reveal'),
  });
}
