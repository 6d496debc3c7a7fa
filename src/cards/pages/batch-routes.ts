import { type Request, type Response, Router } from 'express';
import { namesOf, requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { linkTo } from '../../platform/links.ts';
import { timeShown } from '../../platform/present.ts';
import { beginBatchAct } from '../bulk/begin-acts.ts';
import { createImport } from '../importing/create-import.ts';
import type { BatchRow } from '../tables.ts';
import { batchIn, variantChoices, variantNumbered, variantsOf } from './find.ts';
import { namesOfCards } from './names.ts';
import { grouped } from './present.ts';
import { showBatch } from './show-batch.ts';
import { cardsForm, readIncoming } from './upload.ts';
import { BATCH_WORDS, SOURCE_WORDS } from './words.ts';

/** Batches of cards: what came in when, and from whom; undone or frozen as a whole. */
export const batchRoutes = Router();
const reads = requires('shop.read');
const manages = requires('shop.manage');
const PAGE = 50;

batchRoutes.get('/card-batches', reads, async (req, res) => {
  const before = Number(req.query['before']);
  const variant_no = String(req.query['variant'] ?? '');
  const variant = variant_no ? await variantNumbered(variant_no) : undefined;
  const rows = await db('card_batches')
    .where((page) => {
      if (Number.isSafeInteger(before) && before > 0) page.where('id', '<', before);
      if (variant_no) page.where({ variant_id: variant?.id ?? 0 });
    })
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  const batches = rows.slice(0, PAGE);
  const last = rows.length > PAGE ? batches.at(-1) : undefined;
  res.page('cards/batches', {
    title: '卡密入库',
    ...{ batches: await shownBatches(batches), variant_no },
    variants: variantChoices(await variantsOf('imported', 'generated', 'loop'), '全部'),
    may_manage: userOf(req).may('shop.manage'),
    pager: {
      previous_href: before > 0 ? linkTo('/card-batches', { variant: variant_no }) : null,
      next_href: last
        ? linkTo('/card-batches', { variant: variant_no, before: String(last.id) })
        : null,
    },
  });
});

async function shownBatches(batches: readonly BatchRow[]) {
  const names = namesOfCards();
  await names.learn(batches.map(({ id, variant_id }) => ({ batch_id: id, variant_id })));
  const people = await namesOf(db, [...new Set(batches.flatMap(({ made_by }) => made_by ?? []))]);
  return batches.map((batch) => {
    const { product, variant } = names.of({ batch_id: batch.id, variant_id: batch.variant_id });
    return {
      batch_no: batch.batch_no,
      title: `${product} · ${variant}`,
      note: batch.note || null,
      source: SOURCE_WORDS[batch.source],
      badges: [
        BATCH_WORDS[batch.state],
        ...(batch.frozen_at ? [{ text: '已冻结', tone: 'warn' as const }] : []),
      ],
      cards: grouped(batch.cards),
      made_by: batch.made_by === null ? '命令行' : (people.get(batch.made_by) ?? ''),
      made: timeShown(batch.created_at, true),
    };
  });
}

batchRoutes.get('/card-batches/new', manages, async (req, res) => {
  await showNew(req, res, {});
});

batchRoutes.post('/card-batches', manages, cardsForm, async (req, res) => {
  const batch_no = req.file?.filename ?? (await takePasted(req));
  res.redirect(303, `/card-batches/${batch_no}`);
});

/** What is refused is said on the form, with what was typed. */
batchRoutes.use(
  '/card-batches',
  (error: unknown, req: Request, res: Response, next: (error: unknown) => void) => {
    const isForm = req.method === 'POST' && req.path === '/';
    const fields = error instanceof UserError ? error.fields : {};
    if (!isForm || !(error instanceof UserError) || Object.keys(fields).length === 0)
      return next(error);
    showNew(req, res.status(error.status), fields).catch(next);
  },
);

async function takePasted(req: Request): Promise<string> {
  const body: Record<string, unknown> = req.body ?? {};
  const incoming = await readIncoming(body);
  const text = String(body['text'] ?? '');
  const words = '请选择文件，或在下面粘贴卡密';
  if (text.trim() === '') throw new UserError('unprocessable', words, { file: words });
  async function* chunks() {
    yield Buffer.from(text);
  }
  const pasted = { ...incoming, source: 'pasted' as const, name: '粘贴的卡密', chunks: chunks() };
  return (await createImport(userOf(req), pasted)).batch_no;
}

async function showNew(req: Request, res: Response, fields: Record<string, string>) {
  const body: Record<string, unknown> = req.body ?? {};
  res.page('cards/batch-new', {
    title: '卡密入库',
    fields,
    typed: {
      variant: String(body['variant'] ?? req.query['variant'] ?? ''),
      ...{ note: String(body['note'] ?? ''), text: String(body['text'] ?? '') },
    },
    variants: variantChoices(await variantsOf('imported', 'generated'), '请选择'),
  });
}

batchRoutes.get('/card-batches/:batch_no', reads, async (req, res) => {
  await showBatch(req, res, await batchIn(req));
});

batchRoutes.post('/card-batches/:batch_no/undoing', manages, async (req, res) => {
  const batch = await batchIn(req);
  await beginBatchAct(userOf(req), 'undo', batch);
  res.redirect(303, `/card-batches/${batch.batch_no}`);
});

batchRoutes.post('/card-batches/:batch_no/freeze', manages, async (req, res) => {
  const batch = await batchIn(req);
  await beginBatchAct(userOf(req), 'freeze', batch);
  res.redirect(303, `/card-batches/${batch.batch_no}`);
});

batchRoutes.post('/card-batches/:batch_no/freeze/removal', manages, async (req, res) => {
  const batch = await batchIn(req);
  await beginBatchAct(userOf(req), 'thaw', batch);
  res.redirect(303, `/card-batches/${batch.batch_no}`);
});
