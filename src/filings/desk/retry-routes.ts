import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { retryReport } from '../steps/report-filing.ts';

/** For who mends bureaus: a filing that waits to be reported is tried again at once, not at its next turn. */
export const retryRoutes = Router();

retryRoutes.post('/review/:filing_no/report-retry', requires('bureau.manage'), async (req, res) => {
  const filing_no = String(req.params['filing_no']);
  await retryReport(userOf(req), filing_no);
  res.flash('success', '已再次排队上报，结果会显示在本页');
  res.redirect(303, `/review/${filing_no}`);
});
