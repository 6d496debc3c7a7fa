import { Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { readOr } from '../../platform/web.ts';
import { closeFiling } from '../steps/withdraw-filing.ts';

/** Ending a request that nobody goes on with, or that was made in another's name. */
export const closingRoutes = Router();
const Closing = z.object({ closing_reason: reasonGiven('请写明关闭的原因，客户会看到') });

closingRoutes.post('/review/:filing_no/closing', requires('filing.review'), async (req, res) => {
  const filing_no = String(req.params['filing_no']);
  const form = readOr(Closing, req.body);
  if (form.ok) {
    await closeFiling(userOf(req).actor, filing_no, form.data.closing_reason);
    res.flash('success', '已关闭，原因已告知客户；主体和域名可以重新提交');
  } else res.flash('error', form.fields['closing_reason'] ?? '请写明关闭的原因');
  res.redirect(303, `/review/${filing_no}`);
});
