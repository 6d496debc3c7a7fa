import { z } from 'zod';
import { type Actor, record, SYSTEM } from '../../audit/index.ts';
import { type Bureau, bureauForProvince, queueRecord } from '../../bureau/index.ts';
import { fromNow, HOUR, MINUTE, now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { defineJob } from '../../platform/jobs.ts';
import { log } from '../../platform/log.ts';
import { decisionOn, settleRequest, standsAgainst } from '../begin/settle-request.ts';
import { openForm } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { filingNumbered } from '../queries.ts';
import { needsSms } from '../reasons/index.ts';
import type { Finding } from '../rules/index.ts';
import { labelOf } from '../rules/labels.ts';
import type { FilingRow } from '../tables.ts';
import { tellBureauManagers, tellCustomer } from '../tell.ts';
import { wireFiling } from '../wire/index.ts';
import { returnUnfit } from './return-unfit.ts';
import { advance } from './status.ts';

/** After so many failed tries somebody is told; they go on, an hour apart. */
const ALARM_AT = 4;

/** Hands a passed filing to the bureau slice. A filing that is elsewhere by then is left alone. */
export const reportJob = defineJob({
  name: 'filings.report',
  data: z.object({ filing_no: z.string() }),
  attempts: 1,
  run: ({ filing_no }) => reportFiling(filing_no),
});

/**
 * Puts a filing that is ready in line for its bureau: the queued record and the new status commit together,
 * so that it is queued once, however often this runs. What stands in the way is written on the filing.
 */
export async function reportFiling(filing_no: string): Promise<void> {
  const row = await filingNumbered(db, filing_no);
  if (row?.status !== 'ready_to_report') return;
  const bureau = await bureauForProvince(db, row.province_code);
  if (!bureau) return hold(row, '所在省的通信管理局接口还没有配置，配置后自动上报', MINUTE);
  try {
    const form = await settleRequest(openForm(row));
    const against = await sinceThen(row, form);
    if (against.length > 0) return await returnUnfit(row, against);
    await queue(row, bureau, await wireFiling(form));
  } catch (error) {
    if (!(await stillReady(row))) return;
    if (!(error instanceof UserError)) log.error('filing not queued', { filing_no, error });
    await hold(row, error instanceof UserError ? inWords(error) : '上报准备出错，系统会自动重试');
  }
}

/** What came to be filed or listed since it was submitted, and stands against it now. */
async function sinceThen(row: FilingRow, form: FilingForm): Promise<Finding[]> {
  const against = await standsAgainst(db, form);
  if (form.request.kind === row.kind)
    return against.filter(({ severity }) => severity === 'reject');
  const decided = await decisionOn(db, form);
  return [...against, { ...REKIND, message: `办理的种类变了：${decided?.why ?? ''}` }];
}
const REKIND = {
  path: '',
  code: 'kind_changed',
  severity: 'reject',
  suggestion: '请核对后重新提交，系统会按新的种类办理',
} as const;

async function queue(
  row: FilingRow,
  bureau: Bureau,
  content: Awaited<ReturnType<typeof wireFiling>>,
): Promise<void> {
  await inTransaction(async (trx, after) => {
    await advance(trx, row, {
      to: 'reporting',
      event: 'reported',
      actor: SYSTEM,
      words: bureau.name,
      details: { bureau: bureau.id },
      patch: {
        reported_at: now(),
        held_reason: null,
        held_until: null,
        next_try_at: null,
        tries: 0,
        marks_sealed: null,
      },
    });
    const subject = row.filing_no;
    const record_no = await queueRecord(trx, after, { bureau_id: bureau.id, subject, ...content });
    await trx('filings').where({ id: row.id }).update({ record_no });
    const next = needsSms(openForm(row)) ? '接下来请留意工信部的核验短信。' : '接下来等管局审核。';
    await tellCustomer(trx, after, row, 'filing.reported', { bureau: bureau.name, next });
  });
}

async function stillReady(row: FilingRow): Promise<boolean> {
  const latest = await filingNumbered(db, row.filing_no);
  return latest?.status === 'ready_to_report' && latest.version === row.version;
}

/** What the schema refused is named by its fields: the reviewer can return the filing for it. */
function inWords(error: UserError): string {
  const fields = Object.entries(error.fields).map(
    ([path, words]) => `${labelOf(path) || path}：${words}`,
  );
  return [error.message, ...fields].join('；').slice(0, 300);
}

/** Says on the filing why it waits, and when it is tried again; an alarm when it has waited too often. */
async function hold(row: FilingRow, reason: string, longest = HOUR): Promise<void> {
  const wait = Math.min(MINUTE * 2 ** row.tries, longest);
  await inTransaction(async (trx, after) => {
    const held = await trx('filings')
      .where({ id: row.id, status: 'ready_to_report', version: row.version, tries: row.tries })
      .update({ held_reason: reason, next_try_at: fromNow(wait), tries: row.tries + 1 });
    if (held === 1 && row.tries + 1 === ALARM_AT)
      await tellBureauManagers(trx, after, row, '上报', reason);
  });
}

/** Sends a filing that the bureau refused once more as it is: after an SMS that ran out, or a fault of theirs. */
export async function resendFiling(operator: { actor: Actor }, filing_no: string): Promise<void> {
  const row = must(await filingNumbered(db, filing_no), '备案');
  await inTransaction(async (trx, after) => {
    await advance(trx, row, {
      to: 'ready_to_report',
      event: 'resent',
      actor: operator.actor,
      patch: { next_try_at: now(), tries: 0, held_reason: null, held_until: null },
    });
    after(() => reportJob.enqueue({ filing_no }));
  });
}

/** Tries a waiting filing again at once, for an operator who has mended what stood in the way. */
export async function retryReport(operator: { actor: Actor }, filing_no: string): Promise<void> {
  await inTransaction(async (trx, after) => {
    const due = await trx('filings')
      .where({ filing_no, status: 'ready_to_report' })
      .update({ next_try_at: now() });
    if (due !== 1) throw new UserError('conflict', '备案不在待上报状态');
    await record(trx, operator.actor, 'filing.report_retried', `filing:${filing_no}`);
    after(() => reportJob.enqueue({ filing_no }));
  });
}

/** Every filing that is owed its report, whatever became of its job. */
export async function sweepReports(): Promise<void> {
  const due = await db('filings')
    .where({ status: 'ready_to_report' })
    .where('next_try_at', '<=', now())
    .orderBy('next_try_at')
    .limit(50)
    .select('filing_no');
  for (const { filing_no } of due) await reportFiling(filing_no);
}
