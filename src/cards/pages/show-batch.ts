import type { Request, Response } from 'express';
import { nameOf, userOf } from '../../accounts/index.ts';
import { isByCard } from '../../catalog/index.ts';
import { db } from '../../platform/db.ts';
import { yuan } from '../../platform/money.ts';
import { timeShown } from '../../platform/present.ts';
import { firstFaults } from '../importing/faults-file.ts';
import { previewOf } from '../importing/preview.ts';
import { FIELD_WORDS, SEPARATOR_WORDS } from '../importing/words.ts';
import { AT_WORK, type BatchRow, CARD, type TaskRow, UNSOLD } from '../tables.ts';
import { importPlan } from '../tasks/plans.ts';
import { importOf, variantWith, variantWords } from './find.ts';
import { shownTask } from './present.ts';
import { BATCH_WORDS, SOURCE_WORDS, STATUS_NAMES } from './words.ts';

const SHOWN_FAULTS = 50;

/** The page of a batch: its columns, the dry run and the import first, then what it holds. */
export async function showBatch(
  req: Request,
  res: Response,
  batch: BatchRow,
  fields: Record<string, string> = {},
): Promise<void> {
  const task = await importOf(batch);
  const counts = await countsOf(batch);
  const other = await otherWork(batch);
  const variant = await variantWith(batch.variant_id);
  const user = userOf(req);
  const sum = (statuses: readonly number[]) =>
    counts
      .filter(({ status }) => statuses.includes(status))
      .reduce((all, { count }) => all + count, 0);
  const isOver = ['done', 'stopped'].includes(batch.state) && other === null;
  res.page('cards/batch', {
    title: `批次 ${batch.batch_no}`,
    batch: {
      ...{ batch_no: batch.batch_no, note: batch.note || null, cards: batch.cards },
      ...{
        state: batch.state,
        is_frozen: batch.frozen_at !== null,
        badge: BATCH_WORDS[batch.state],
      },
      ...{ variant: variantWords(variant), variant_no: variant.variant_no },
      source: SOURCE_WORDS[batch.source],
      made_by: batch.made_by === null ? '命令行' : await nameOf(db, batch.made_by),
      ...{ made: timeShown(batch.created_at), undone: batch.undone_cards },
    },
    counts: counts.map(({ label, count, value }) => ({ label, count, value })),
    ...{ unsold: sum(UNSOLD), available: sum([CARD.available]), gone: sum([CARD.sold, CARD.held]) },
    ...{ task: task ? shownTask(task) : null, other, fields },
    setup: task && isOpen(task) && task.pieces > 0 ? setupOf(req, task) : null,
    faults: task && task.state !== 'mapping' ? await firstFaults(task.id, SHOWN_FAULTS) : [],
    may_manage: user.may('shop.manage'),
    may_act: user.may('shop.manage') && isOver && isByCard(variant.delivery),
    may_reveal: user.may('card.reveal'),
  });
}

const isOpen = ({ state }: TaskRow) => state === 'mapping' || state === 'checked';

async function countsOf({ id }: BatchRow) {
  const rows = await db('cards')
    .where({ batch_id: id })
    .groupBy('status')
    .select<{ status: number; count: number }[]>('status', db.raw('count(*) as count'));
  return STATUS_NAMES.map(({ value, label, status }) => {
    const row = rows.find((one) => one.status === status);
    return { value, label, status, count: Number(row?.count ?? 0) };
  }).filter(({ count }) => count > 0);
}

/** What else is being done to it: an undoing, a freeze. */
async function otherWork({ id }: BatchRow) {
  const task = await db('card_tasks')
    .where({ batch_id: id })
    .whereNot({ kind: 'import' })
    .whereIn('state', [...AT_WORK])
    .first();
  return task ? shownTask(task) : null;
}

/** How the file is read, with what was just typed, and its first lines masked. */
function setupOf(req: Request, task: TaskRow) {
  const plan = importPlan(task);
  const body: Record<string, unknown> = req.body ?? {};
  const typed = (name: string, value: string) =>
    typeof body[name] === 'string' ? String(body[name]) : value;
  const width = Math.max(0, ...plan.head.map((cells) => cells.length));
  const headings = plan.has_heading ? (plan.head[0] ?? []) : [];
  return {
    ...{ file_name: plan.file_name, format: plan.format, has_heading: plan.has_heading },
    separator: typed('separator', plan.separator),
    separators: Object.entries(SEPARATOR_WORDS).map(([value, label]) => ({ value, label })),
    columns: Array.from({ length: width }, (_, at) => ({
      label: headings[at]?.trim() || `第 ${at + 1} 列`,
      value: typed(`columns.${at}`, plan.columns[at] ?? ''),
    })),
    choices: [
      { value: '', label: '不导入' },
      ...Object.entries(FIELD_WORDS).map(([value, label]) => ({ value, label })),
    ],
    sell_by: typed('sell_by', plan.sell_by ?? ''),
    cost: typed('cost', plan.cost_cents === null ? '' : yuan(plan.cost_cents)),
    preview: previewOf(plan),
  };
}
