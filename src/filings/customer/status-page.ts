import { db } from '../../platform/db.ts';
import { maskMobile } from '../../platform/mask.ts';
import { openForm } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { ENDING } from '../kinds/names.ts';
import { codeTables, rulesOfProvince } from '../pages/checks.ts';
import { type FilingPage, pageOf } from '../pages/filing-page.ts';
import type { ShownMark } from '../pages/present.ts';
import { LAST_STEP } from '../pages/status-words.ts';
import { momentShown } from '../pages/timeline.ts';
import { needsSms, SMS_FACTS, smsDuties, smsSteps } from '../reasons/index.ts';
import type { FilingStatus } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';
import { watchBox } from '../watch/customer-box.ts';
import { endedShown } from './ended-shown.ts';
import { badgeOf, editHref, editLabel } from './list-page.ts';
import { namesFor } from './names.ts';
import { numbersShown } from './numbers-shown.ts';
import { lastSubmitted, openMarks } from './open-marks.ts';
import { fieldToMend, stepOf } from './steps.ts';
import { tasksShown } from './tasks-shown.ts';
import { heardBy } from './ways.ts';

const SMS = '短信核验';
/** What is still to come from here, in order; 短信核验 only for who gets one, and 办结 in the words of its kind. */
const AHEAD: Partial<Record<FilingStatus, readonly string[]>> = {
  draft: ['服务商初审', SMS, '管局审核'],
  agent_review: ['服务商初审', '上报通信管理局', SMS, '管局审核'],
  provider_review: ['上报通信管理局', SMS, '管局审核'],
  ready_to_report: [SMS, '管局审核'],
  reporting: [SMS, '管局审核'],
  sms_pending: ['管局审核'],
  bureau_review: [],
};

/** In these something happens without the customer: the page looks again by itself. */
const MOVING: readonly FilingStatus[] = [
  'ready_to_report',
  'reporting',
  'sms_pending',
  'bureau_review',
  'agent_review',
  'provider_review',
];

/** The page of one filing: what to do now, what is to be mended, what happened, what comes next. */
export async function statusPage(row: FilingRow) {
  const page = await pageOf(row, 'customer');
  const { filing_no, status, standing, kind_label, can } = page;
  const form = openForm(row);
  const marks = await marksToMend(row, form, page.marks);
  return {
    ...{ filing_no, status, standing, kind_label, can },
    title: `${kind_label}：${page.title}`,
    badge: badgeOf(standing),
    ended: await endedShown(row),
    may_change: status === 'approved' && !page.ended && !ENDING.includes(row.kind),
    tasks: await tasksShown(row),
    marks,
    sms: can.confirm_sms ? smsShown(form, standing.expected_at, standing.expected_words) : null,
    timeline: storyOf(page, form),
    numbers: page.ended ? null : numbersShown(row, page.numbers),
    edit: can.edit ? editOf(row, marks) : null,
    was_submitted: row.submitted_at !== null,
    heard_by: await heardBy(row.customer_id),
    is_over: isOver(status),
    poll: MOVING.includes(status),
    watch: status === 'approved' ? await watchBox(db, row) : null,
  };
}

/** Where one goes on: what came back leads to the first field to mend; with nothing left, to sending it again. */
function editOf({ filing_no, kind, status }: FilingRow, marks: readonly ShownToMend[]) {
  const first = marks.find(({ ours, mended }) => !ours && !mended);
  const done = marks.length > 0 && !first;
  return {
    href: first?.href ?? editHref({ filing_no, kind, status }),
    label: done ? '核对并重新提交' : editLabel(status),
  };
}

type ShownToMend = Awaited<ReturnType<typeof marksToMend>>[number];

/** Marks at one field twice, as entity leader and as website leader, are one thing to mend; what was mended is said so. */
async function marksToMend(row: FilingRow, form: FilingForm, shown: readonly ShownMark[]) {
  const province = await rulesOfProvince(form.entity.province_code);
  const name = namesFor(form, await codeTables(db), province);
  const marks = shown.map((mark) => ({ ...mark, path: fieldToMend(form, mark.path) }));
  const distinct = marks.filter(
    (mark, at) =>
      marks.findIndex(({ path, message }) => path === mark.path && message === mark.message) === at,
  );
  const open = openMarks(row, form, await lastSubmitted(row));
  return distinct.map((mark) => ({
    label: name(mark.path),
    message: mark.message,
    suggestion: mark.suggestion || null,
    official: mark.official ?? null,
    ours: mark.who === 'operator',
    mended:
      mark.who !== 'operator' &&
      !open.some(({ path, message }) => path === mark.path && message === mark.message),
    href: `/filings/${row.filing_no}/steps/${stepOf(form, mark.path)}#${mark.path}`,
  }));
}

/** Who has to answer an SMS, by when, and how; each number once. */
function smsShown(form: FilingForm, until: Date | null, words: string | null) {
  return {
    until: until?.toISOString() ?? null,
    words: words ?? '',
    people: smsDuties(form).map(({ title, name, mobile }) => ({
      title,
      name,
      mobile: maskMobile(mobile),
    })),
    steps: smsSteps(form),
    url: SMS_FACTS.url,
  };
}

/** Nothing more will come. */
const isOver = (status: FilingStatus) => status === 'approved' || status === 'withdrawn';

function storyOf({ timeline, standing, status }: FilingPage, form: FilingForm) {
  const past = timeline.map(momentShown);
  const { now, todo, expected_words } = standing;
  // What came back is told above: now it is the customer's turn.
  const turn = status === 'needs_fix' || status === 'bureau_rejected' ? todo : null;
  const current = {
    state: 'now' as const,
    title: turn ?? now,
    ...(expected_words ? { expected: expected_words } : {}),
  };
  const ahead = aheadOf(status, form).map((title) => ({ state: 'next' as const, title }));
  return [...past, ...(isOver(status) ? [] : [current]), ...ahead];
}

function aheadOf(status: FilingStatus, form: FilingForm): string[] {
  const ahead = AHEAD[status];
  if (!ahead) return [];
  const steps = ahead.filter((step) => step !== SMS || needsSms(form));
  return [...steps, LAST_STEP[form.request.kind]];
}
