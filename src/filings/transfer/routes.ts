import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { noStore } from '../../platform/guards.ts';
import { exportRoutes, showExport } from './export-routes.ts';
import { transferIn } from './find-transfer.ts';
import { importRoutes, showImport } from './import-routes.ts';
import { showList } from './list-page.ts';
import { isRunning } from './present.ts';
import { askToStop } from './steps.ts';
import { removeTransferFile } from './sweep-files.ts';
import './words.ts';

/** Tables of filings that come in and go out. */
export const transferRoutes = Router();
const reads = requires('filing.read_all');
transferRoutes.use('/transfers', noStore);

transferRoutes.get('/transfers', reads, async (req, res) => {
  await showList(req, res);
});

transferRoutes.use(importRoutes, exportRoutes);

transferRoutes.get('/transfers/:transfer_no', reads, async (req, res) => {
  const transfer = await transferIn(req);
  if (transfer.kind === 'import') await showImport(res, transfer);
  else showExport(res, transfer);
});

transferRoutes.post('/transfers/:transfer_no/stopping', reads, async (req, res) => {
  const transfer = await transferIn(req);
  await askToStop(transfer, userOf(req).actor);
  res.redirect(303, `/transfers/${transfer.transfer_no}`);
});

transferRoutes.post('/transfers/:transfer_no/removal', reads, async (req, res) => {
  const transfer = await transferIn(req);
  if (isRunning(transfer)) throw new UserError('conflict', '正在进行，请先停止再删除文件');
  await removeTransferFile(transfer);
  await inTransaction((trx) =>
    record(trx, userOf(req).actor, 'transfer.removed', `transfer:${transfer.transfer_no}`),
  );
  res.flash('success', '文件已删除');
  res.redirect(303, '/transfers');
});
