import { listedFiling, STATUS_WORDS, type Tone } from '../present.ts';
import { EDITABLE } from '../status.ts';
import type { FilingRow } from '../tables.ts';

const TONES: Record<Tone, string> = {
  neutral: 'idle',
  info: 'info',
  warning: 'warn',
  danger: 'bad',
  success: 'ok',
};

/** A status as the badge partial wants it. */
export function badgeOf({ label, tone }: { label: string; tone: Tone }) {
  return { text: label, tone: TONES[tone] };
}

/** A line of the customer's list: where it stands, and the one thing to do now. */
export function listItem(row: FilingRow) {
  const filing = listedFiling(row, 'customer');
  const { now, todo } = STATUS_WORDS[row.status];
  const href = `/filings/${row.filing_no}`;
  return {
    href,
    title: filing.title,
    badge: badgeOf(filing),
    sub: [filing.domain, filing.province, `保存于 ${filing.saved_on}`, row.filing_no]
      .filter(Boolean)
      .join(' · '),
    todo: todo ? `您现在需要：${todo}` : now,
    act: EDITABLE.includes(row.status)
      ? {
          href: `${href}/steps/${row.status === 'draft' ? 'pictures' : 'summary'}`,
          label: row.status === 'draft' ? '继续填写' : '去修改',
          main: true,
        }
      : { href, label: '查看进度', main: false },
  };
}
