import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { shownDay } from '../../platform/clock.ts';
import { must } from '../../platform/errors.ts';
import { sendCsv } from '../../platform/tables/send-csv.ts';
import { readOr } from '../../platform/web.ts';
import type { Asked, Exportable } from './exporting/column.ts';
import { createExport } from './exporting/create-export.ts';
import { fetchExport } from './exporting/fetch-export.ts';
import { EXPORTS, isExport } from './exporting/index.ts';
import { transferIn } from './find-transfer.ts';
import { exportPlan } from './plan.ts';
import { shownTransfer } from './present.ts';
import type { TransferRow } from './tables.ts';

/** Lists that go out as a file: which columns, masked or why not, and the file once. */
export const exportRoutes = Router();
const mayExport = requires('filing.read_all');

exportRoutes.get('/transfers/exports/:list', mayExport, async (req, res) => {
  const { list, exported } = listIn(req);
  const typed = { columns: [...exported.usual], whole: false, reason: '' };
  await showForm(req, res, { list, exported, asked: askedIn(req.query), typed, fields: {} });
});

const Choice = z
  .object({
    columns: z.array(z.string()).min(1, '请至少选择一列'),
    whole: z.boolean(),
    reason: z.string().trim().max(200, '请控制在 200 字以内'),
  })
  .refine(({ whole, reason }) => !whole || reason.length >= 2, {
    path: ['reason'],
    message: '导出完整的个人信息，请写明原因',
  });

exportRoutes.post('/transfers/exports/:list', mayExport, async (req, res) => {
  const { list, exported } = listIn(req);
  const body: Record<string, unknown> = req.body ?? {};
  const columns = [body['columns'] ?? []].flat().map(String);
  const typed = {
    columns: Object.keys(exported.columns).filter((name) => columns.includes(name)),
    whole: body['whole'] === 'true' && userOf(req).may('personal.reveal'),
    reason: String(body['reason'] ?? ''),
  };
  const asked = askedIn(body);
  const form = readOr(Choice, typed);
  if (!form.ok)
    return showForm(req, res.status(422), { list, exported, asked, typed, fields: form.fields });
  const { whole, reason } = form.data;
  const plan = { columns: form.data.columns, asked, reason: whole ? reason : null };
  res.redirect(303, `/transfers/${await createExport(userOf(req), list, plan)}`);
});

exportRoutes.post('/transfers/:transfer_no/file', mayExport, async (req, res) => {
  const transfer = await transferIn(req, 'export');
  const name = `${EXPORTS[transfer.subject].title}-${shownDay(transfer.created_at)}.csv`;
  await sendCsv(res, name, await fetchExport(transfer, userOf(req).actor));
});

function listIn(req: Request): { list: TransferRow['subject']; exported: Exportable } {
  const list = String(req.params['list']);
  const known = must(isExport(list) ? list : undefined, '列表');
  return { list: known, exported: EXPORTS[known] };
}

const ASKED = ['q', 'status', 'kind', 'province_code'] as const;

function askedIn(words: Readonly<Record<string, unknown>>): Asked {
  const named = ASKED.map((name) => [name, String(words[name] ?? '').slice(0, 253)] as const);
  return Object.fromEntries(named.filter(([, word]) => word !== ''));
}

interface Form {
  list: string;
  exported: Exportable;
  asked: Asked;
  typed: { columns: string[]; whole: boolean; reason: string };
  fields: Record<string, string>;
}

async function showForm(req: Request, res: Response, form: Form): Promise<void> {
  const { list, exported, asked, typed, fields } = form;
  res.page('transfer/export-new', {
    title: `导出${exported.title}`,
    ...{ list, asked, typed, fields },
    rows: await exported.count(asked),
    may_reveal: userOf(req).may('personal.reveal'),
    columns: Object.entries(exported.columns).map(([value, { label, mask }]) => ({
      value,
      label,
      note: mask ? '默认遮住' : null,
    })),
  });
}

export function showExport(res: Response, transfer: TransferRow): void {
  const { columns, reason } = exportPlan(transfer);
  const known = EXPORTS[transfer.subject].columns;
  res.page('transfer/export', {
    title: '导出',
    transfer: shownTransfer(transfer),
    columns: columns.map((name) => known[name]?.label ?? name),
    reason,
  });
}
