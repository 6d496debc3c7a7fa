import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { UserError } from '../../platform/errors.ts';
import { read, readOr } from '../../platform/web.ts';
import { takeReadings } from '../drafts/readings.ts';
import { saveDraft } from '../drafts/save-draft.ts';
import type { Finding } from '../rules/index.ts';
import { CODE_FIELD } from '../service-codes/index.ts';
import { smsDone } from '../steps/bureau-steps.ts';
import { maySubmit } from '../steps/status.ts';
import { submitFiling } from '../steps/submit-filing.ts';
import { withdrawFiling } from '../steps/withdraw-filing.ts';
import { isClosed, showClosed } from './closed.ts';
import { noOf, ownFiling } from './posted.ts';
import { Confirmed, isUnmended } from './resubmission.ts';
import { summaryPage } from './summary-page.ts';
import { heardBy } from './ways.ts';

/** The acts by which a customer's filing moves on: submitting, saying that the SMS was answered, taking it back. */
export const submissionRoutes = Router();
const files = requires('filing.file');
const at = '/filings/:filing_no';

submissionRoutes.get(`${at}/steps/summary`, files, async (req, res) => {
  const row = await ownFiling(req);
  if (isClosed(row)) return showClosed(req, res);
  await takeReadings(row.id);
  await showSummary(req, res);
});

const Submission = z.looseObject({
  version: z.coerce.number().int(),
  nothing_to_change: z.string().optional(),
  word_to_reviewer: z.string().optional(),
  service_code: z.string().trim().max(60, '太长了').default(''),
});

/** The consents are saved with the act they belong to; what still stands against it is shown whole. */
submissionRoutes.post(`${at}/submission`, files, async (req, res) => {
  const { version, nothing_to_change, word_to_reviewer, service_code, ...body } = read(
    Submission,
    req.body,
  );
  if (!maySubmit((await ownFiling(req)).status)) return showSubmitted(req, res);
  const changes = { ...body, present: ['consents.sensitive', 'consents.truth'] };
  try {
    const saved = await saveDraft(noOf(req), userOf(req), { version, changes });
    const others = saved.others.map(({ path }) => path);
    if (others.length > 0) return await showSummary(req, res.status(409), { others });
    const same = await isUnmended(await ownFiling(req));
    const confirmed = readOr(Confirmed, { nothing_to_change, word_to_reviewer });
    if (same && !confirmed.ok)
      return await showSummary(req, res.status(422), {
        unmended: { ticked: nothing_to_change !== undefined, word: word_to_reviewer ?? '' },
        fields: confirmed.fields,
      });
    const word = same && confirmed.ok ? confirmed.data.word_to_reviewer : '';
    const sent = { version: saved.version, word, service_code };
    const done = await submitFiling(userOf(req), noOf(req), sent);
    if (!done.submitted) return await showSummary(req, res.status(422), { found: done.findings });
  } catch (error) {
    if (isCodeRefused(error))
      return await showSummary(req, res.status(error.status), {
        code: service_code,
        fields: { service_code: error.message },
      });
    // Pressed twice: the other press has submitted it, which is what was asked for.
    const twice = error instanceof UserError && error.code === 'conflict';
    if (!twice || maySubmit((await ownFiling(req)).status)) throw error;
    return showSubmitted(req, res);
  }
  const { ways, has_mail } = await heardBy(userOf(req).id);
  const more = has_mail ? '' : '。建议在“账户与安全”里填写邮箱，结果也会发邮件';
  res.flash('success', `已提交，审核结果会通过${ways}通知您${more}`);
  res.redirect(303, `/filings/${noOf(req)}`);
});

submissionRoutes.post(`${at}/sms-verification`, files, async (req, res) => {
  if ((await ownFiling(req)).status === 'sms_pending') {
    await smsDone(userOf(req), noOf(req));
    res.flash('success', '已记下。管局核对后会开始审核，期间请保持负责人手机畅通');
  }
  res.redirect(303, `/filings/${noOf(req)}`);
});

submissionRoutes.post(`${at}/withdrawal`, files, async (req, res) => {
  await withdrawFiling(userOf(req), noOf(req));
  res.flash('success', '已撤回这份备案');
  res.redirect(303, '/filings');
});

/** No code, a wrong one, or too many wrong ones: told at its field. */
function isCodeRefused(error: unknown): error is UserError {
  if (!(error instanceof UserError)) return false;
  return error.fields[CODE_FIELD] !== undefined || error.code === 'too_many';
}

interface Told {
  /** What a try to submit has found. */
  found?: readonly Finding[];
  /** It came back and no marked field says anything else; what was ticked and written about that. */
  unmended?: { ticked: boolean; word: string };
  fields?: Record<string, string>;
  /** The service code as it was typed. */
  code?: string;
  /** Fields that another window has changed since this page was shown. */
  others?: readonly string[];
}

async function showSummary(req: Request, res: Response, told: Told = {}): Promise<void> {
  const {
    found = [],
    unmended = null,
    others = [],
    code = String(req.body?.service_code ?? ''),
  } = told;
  const faults = Object.fromEntries(found.map(({ path, message }) => [path, message]));
  const fields = { ...faults, ...told.fields };
  const { nameOf, ...page } = await summaryPage(await ownFiling(req), found);
  const names = [...new Set(others.map(nameOf))];
  res.page('filings/summary', { ...page, fields, unmended, code, others: names });
}

function showSubmitted(req: Request, res: Response): void {
  res.flash('info', '这份备案已经提交，不用再次提交');
  res.redirect(303, `/filings/${noOf(req)}`);
}
