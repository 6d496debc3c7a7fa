import type { Request, Response } from 'express';
import { EDITABLE } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';

export const isClosed = ({ status }: Pick<FilingRow, 'status'>) => !EDITABLE.includes(status);

/** Said to whoever still has a page open of a form that was sent off meanwhile. */
export const CLOSED = '这份备案已经提交，现在不能修改。审核退回后可以改';

/** A page of the form leads to where the filing stands now. */
export function showClosed(req: Request, res: Response): void {
  res.flash('info', CLOSED);
  res.redirect(303, `/filings/${String(req.params['filing_no'])}`);
}
