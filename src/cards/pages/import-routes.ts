import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { centsOf } from '../../platform/money.ts';
import { sendCsv } from '../../platform/tables/send-csv.ts';
import { writeCsv } from '../../platform/tables/write-csv.ts';
import { read } from '../../platform/web.ts';
import { type Choice, chooseColumns } from '../importing/choose-columns.ts';
import { faultsFile } from '../importing/faults-file.ts';
import { removeSource } from '../importing/run-import.ts';
import type { TaskRow } from '../tables.ts';
import { askToStop, beginImport } from '../tasks/begin.ts';
import { FIELDS, importPlan, SEPARATORS } from '../tasks/plans.ts';
import { batchIn, importOf } from './find.ts';
import { isAtWork } from './present.ts';
import { showBatch } from './show-batch.ts';

/** The import of a batch: its columns, the dry run, the import, what was not taken. */
export const importRoutes = Router();
const manages = requires('shop.manage');

async function taskOf(req: Request): Promise<TaskRow> {
  return must(await importOf(await batchIn(req)), '导入');
}
const placeOf = (req: Request) => `/card-batches/${String(req.params['batch_no'])}`;

const Columns = z.object({
  separator: z.enum(SEPARATORS).default(''),
  has_heading: z.string().optional().transform(Boolean),
  sell_by: z.union([z.literal(''), z.iso.date('请选择日期')]).default(''),
  cost: z
    .string()
    .trim()
    .default('')
    .transform((text, context) => {
      const cents = text === '' ? null : centsOf(text);
      if (cents !== undefined && (cents ?? 0) <= 100_000_000) return cents;
      context.addIssue({ code: 'custom', message: '请填写金额，如 9.90' });
      return z.NEVER;
    }),
});

importRoutes.post('/card-batches/:batch_no/columns', manages, async (req, res) => {
  if (await keepColumns(req, res)) res.redirect(303, `${placeOf(req)}#preview`);
});

/** Keeps what the form of the columns says; gives false when the page with what is wrong has been sent. */
async function keepColumns(req: Request, res: Response): Promise<boolean> {
  try {
    await chooseColumns(await taskOf(req), choiceIn(req.body ?? {}));
    return true;
  } catch (error) {
    if (!(error instanceof UserError) || Object.keys(error.fields).length === 0) throw error;
    await showBatch(req, res.status(422), await batchIn(req), error.fields);
    return false;
  }
}

function choiceIn(body: Record<string, unknown>): Choice {
  const { sell_by, cost, ...way } = read(Columns, body);
  const columns = Array.from({ length: 500 }, (_, at) => body[`columns.${at}`]);
  return {
    ...{ ...way, sell_by: sell_by || null, cost_cents: cost },
    columns: columns.map((said) => FIELDS.find((field) => field === said) ?? ''),
  };
}

importRoutes.post('/card-batches/:batch_no/checking', manages, async (req, res) => {
  await keepAndBegin(req, res, 'checking', 'cards.checked');
});

importRoutes.post('/card-batches/:batch_no/importing', manages, async (req, res) => {
  await keepAndBegin(req, res, 'running', 'cards.import_begun');
});

/**
 * The buttons below the preview send the form of the columns along: nothing that was typed is lost. Another separator
 * makes other columns, which somebody has to see first.
 */
async function keepAndBegin(
  req: Request,
  res: Response,
  work: 'checking' | 'running',
  action: string,
): Promise<void> {
  const said: Record<string, unknown> = req.body ?? {};
  if ('columns.0' in said) {
    const { format, separator } = importPlan(await taskOf(req));
    if (!(await keepColumns(req, res))) return;
    if (format === 'lines' && said['separator'] !== separator) {
      res.flash('info', '分隔改了，列已重新识别，请先看一眼下面的预览');
      res.redirect(303, `${placeOf(req)}#preview`);
      return;
    }
  }
  await begin(req, work, action);
  res.redirect(303, placeOf(req));
}

async function begin(req: Request, work: 'checking' | 'running', action: string): Promise<void> {
  const task = await taskOf(req);
  const subject = `card_batch:${String(req.params['batch_no'])}`;
  if (task.pieces === 0) throw new UserError('conflict', '原文件已删除，请重新上传');
  await inTransaction(async (trx, after) => {
    await beginImport(trx, after, task, work);
    await record(trx, userOf(req).actor, action, subject, { rows: task.total_rows });
  });
}

importRoutes.post('/card-batches/:batch_no/stopping', manages, async (req, res) => {
  await askToStop(await taskOf(req), userOf(req).actor);
  res.redirect(303, placeOf(req));
});

/** The lines hold cards in the clear: who takes them is recorded, and must be one who may see them. */
importRoutes.post(
  '/card-batches/:batch_no/faults',
  manages,
  requires('card.reveal'),
  async (req, res) => {
    const task = await taskOf(req);
    if (task.pieces === 0) throw new UserError('conflict', '原文件已删除，请重新上传');
    const subject = `card_batch:${String(req.params['batch_no'])}`;
    await inTransaction((trx) =>
      record(trx, userOf(req).actor, 'cards.faults_fetched', subject, { rows: task.bad_rows }),
    );
    await sendCsv(res, `没有入库的行-${shownDay(now())}.csv`, writeCsv(faultsFile(task)));
  },
);

importRoutes.post('/card-batches/:batch_no/source/removal', manages, async (req, res) => {
  const task = await taskOf(req);
  if (isAtWork(task) || task.state === 'receiving')
    throw new UserError('conflict', '正在进行，请先停止再删除文件');
  const subject = `card_batch:${String(req.params['batch_no'])}`;
  await removeSource(task);
  await inTransaction((trx) => record(trx, userOf(req).actor, 'cards.source_removed', subject));
  res.flash('success', '文件已删除，已入库的卡密不受影响');
  res.redirect(303, placeOf(req));
});
