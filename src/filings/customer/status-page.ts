import { db } from '../../platform/db.ts';
import { openForm } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { numbersOf } from '../numbers.ts';
import { listedFiling, STATUS_WORDS, shownMarks, standingOf } from '../present.ts';
import { EDITABLE, mayAdvance } from '../status.ts';
import type { FilingRow } from '../tables.ts';
import { timelineOf } from '../timeline.ts';
import { badgeOf } from './list-page.ts';
import { fieldToMend, stepOf } from './steps.ts';

/** What is still to come from here, in order. */
const AHEAD = {
  provider_review: ['上报通信管理局', '短信核验', '管局审核', '获得备案号'],
  ready_to_report: ['短信核验', '管局审核', '获得备案号'],
  reporting: ['短信核验', '管局审核', '获得备案号'],
  sms_pending: ['管局审核', '获得备案号'],
  bureau_review: ['获得备案号'],
} as const;

/** The page of one filing: what to do now, what is to be mended, what happened, what comes next. */
export async function statusPage(row: FilingRow) {
  const { filing_no, status } = row;
  const form = openForm(row);
  const standing = await standingOf(row);
  const editable = EDITABLE.includes(status);
  return {
    ...{ filing_no, status, standing, editable, title: listedFiling(row, 'customer').title },
    badge: badgeOf(standing),
    marks: marksToMend(row, form).map((mark) => ({
      label: mark.label || '整份备案',
      message: mark.message,
      suggestion: mark.suggestion || null,
      official: mark.official ?? null,
      ours: mark.who === 'operator',
      href: `/filings/${filing_no}/steps/${stepOf(form, mark.path)}#${mark.path}`,
    })),
    sms_until: status === 'sms_pending' && row.sms_due_at ? row.sms_due_at.toISOString() : null,
    timeline: await storyOf(row, standing.expected_words),
    numbers: numbersShown(row),
    edit_href: `/filings/${filing_no}/steps/${status === 'draft' ? 'pictures' : 'summary'}`,
    may_withdraw: mayAdvance(status, 'withdrawn'),
    poll: [
      'ready_to_report',
      'reporting',
      'sms_pending',
      'bureau_review',
      'provider_review',
    ].includes(status),
  };
}

/** Marks at one field twice, as entity leader and as website leader, are one thing to mend. */
function marksToMend(row: FilingRow, form: FilingForm) {
  const marks = shownMarks(row).map((mark) => ({ ...mark, path: fieldToMend(form, mark.path) }));
  return marks.filter(
    (mark, at) =>
      marks.findIndex(({ path, message }) => path === mark.path && message === mark.message) === at,
  );
}

async function storyOf(row: FilingRow, expected: string | null) {
  const past = (await timelineOf(db, row, 'customer')).map((moment) => ({
    state: /returned|rejected/.test(moment.event) ? ('bad' as const) : ('done' as const),
    title: moment.title,
    who: moment.who,
    time: {
      iso: moment.at.toISOString(),
      text: moment.shown_at.slice(5, 16),
      title: `${moment.shown_at} 北京时间`,
    },
    ...(moment.words ? { text: moment.words } : {}),
  }));
  const { now, todo } = STATUS_WORDS[row.status];
  const over = row.status === 'approved' || row.status === 'withdrawn';
  const current = over
    ? []
    : [
        {
          state: 'now' as const,
          title: now,
          ...(todo ? { text: `您现在需要：${todo}` } : {}),
          ...(expected ? { expected } : {}),
        },
      ];
  const ahead = row.status in AHEAD ? AHEAD[row.status as keyof typeof AHEAD] : []; // the line above has asked
  return [...past, ...current, ...ahead.map((title) => ({ state: 'next' as const, title }))];
}

/** The numbers, and the line that the site has to carry at its foot. */
function numbersShown(row: FilingRow) {
  const numbers = numbersOf(row);
  if (!numbers) return null;
  const services = numbers.services.map(({ name, icp_number, domains }) => ({
    name,
    domains: domains.map(({ domain }) => domain).join('、'),
    icp_number: icp_number ?? numbers.entity.icp_number ?? '',
  }));
  return {
    entity: numbers.entity.icp_number ?? '',
    services: services.map((service) => ({ ...service, html: footerHtml(service.icp_number) })),
  };
}

function footerHtml(number: string): string {
  return `<a href="https://beian.miit.gov.cn/" target="_blank" rel="noopener">${number}</a>`;
}
