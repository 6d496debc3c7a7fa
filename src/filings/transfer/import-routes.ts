import { type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { type Actor, record } from '../../audit/index.ts';
import { now, shownDay } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { sendCsv } from '../../platform/tables/send-csv.ts';
import { writeCsv } from '../../platform/tables/write-csv.ts';
import { transferIn } from './find-transfer.ts';
import { chooseColumns } from './importing/choose-columns.ts';
import { createImport } from './importing/create-import.ts';
import { firstFaults } from './importing/faults.ts';
import { faultsFile } from './importing/faults-file.ts';
import { FIELDS, GROUPS } from './importing/fields.ts';
import { previewOf } from './importing/preview.ts';
import { showList } from './list-page.ts';
import { importPlan } from './plan.ts';
import { shownTransfer } from './present.ts';
import { begin } from './steps.ts';
import type { TransferRow } from './tables.ts';
import { oneTable } from './upload.ts';

/** Existing filings that come in as a table: its columns, the dry run, the import. */
export const importRoutes = Router();
const mayImport = requires('bureau.manage');
const SHOWN_FAULTS = 50;

importRoutes.post('/transfers/imports', mayImport, oneTable, async (req, res) => {
  const { file } = req;
  if (!file) return showList(req, res.status(422), { file: '请先选择一个文件' });
  try {
    const table = { name: file.originalname, bytes: file.buffer };
    res.redirect(303, `/transfers/${await createImport(userOf(req), table)}`);
  } catch (error) {
    const isTold = error instanceof UserError && error.fields['file'] !== undefined;
    if (!isTold) throw error;
    await showList(req, res.status(error.status), error.fields);
  }
});

importRoutes.post('/transfers/:transfer_no/columns', mayImport, async (req, res) => {
  const transfer = await transferIn(req, 'import');
  const { headings } = importPlan(transfer);
  const said = headings.map((_, at) => String(req.body?.[`columns.${at}`] ?? ''));
  try {
    await chooseColumns(transfer, said);
  } catch (error) {
    if (!(error instanceof UserError) || Object.keys(error.fields).length === 0) throw error;
    return showImport(res.status(422), transfer, { said, fields: error.fields });
  }
  res.redirect(303, `/transfers/${transfer.transfer_no}#preview`);
});

importRoutes.post('/transfers/:transfer_no/checking', mayImport, async (req, res) => {
  const transfer = await transferIn(req, 'import');
  await start(transfer, 'checking', userOf(req).actor);
  res.redirect(303, `/transfers/${transfer.transfer_no}`);
});

importRoutes.post('/transfers/:transfer_no/importing', mayImport, async (req, res) => {
  const transfer = await transferIn(req, 'import');
  await start(transfer, 'importing', userOf(req).actor);
  res.redirect(303, `/transfers/${transfer.transfer_no}`);
});

/** The rows hold whole identities: who takes them is recorded, and must be one who may see them. */
importRoutes.post(
  '/transfers/:transfer_no/faults',
  mayImport,
  requires('personal.reveal'),
  async (req, res) => {
    const transfer = await transferIn(req, 'import');
    if (transfer.pieces === 0) throw new UserError('conflict', '原文件已删除，请重新上传');
    const { transfer_no, bad_rows } = transfer;
    await inTransaction((trx) =>
      record(trx, userOf(req).actor, 'transfer.faults_fetched', `transfer:${transfer_no}`, {
        rows: bad_rows,
      }),
    );
    await sendCsv(res, `没有导入的行-${shownDay(now())}.csv`, writeCsv(faultsFile(transfer)));
  },
);

function start(transfer: TransferRow, work: 'checking' | 'importing', actor: Actor): Promise<void> {
  const { transfer_no, state, total_rows: rows } = transfer;
  const goesOn = work === 'importing' && state !== 'checked';
  const action = work === 'checking' ? 'transfer.checked' : 'transfer.imported';
  return inTransaction(async (trx, after) => {
    await begin(trx, after, transfer, work, goesOn);
    await record(trx, actor, action, `transfer:${transfer_no}`, { rows });
  });
}

export async function showImport(
  res: Response,
  transfer: TransferRow,
  typed?: { said: string[]; fields: Record<string, string> },
): Promise<void> {
  const { headings, columns } = importPlan(transfer);
  const isOpen = transfer.state === 'mapping' || transfer.state === 'checked';
  const faults =
    transfer.state === 'mapping' ? [] : await firstFaults(db, transfer.id, SHOWN_FAULTS);
  res.page('transfer/import', {
    title: '导入已有备案',
    transfer: shownTransfer(transfer),
    headings,
    columns: typed?.said ?? columns,
    fields: typed?.fields ?? {},
    choices: [
      { value: '', label: '不导入' },
      ...GROUPS.map(({ label, fields }) => ({
        label,
        options: fields.map((value) => ({ value, label: FIELDS[value].label })),
      })),
    ],
    preview: isOpen ? await previewOf(transfer) : null,
    faults,
    has_file: transfer.pieces > 0,
  });
}
