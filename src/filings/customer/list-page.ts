import { type ListedFiling, STATUS_WORDS, type Tone } from '../pages/present.ts';
import { EDITABLE, type FilingStatus } from '../steps/status.ts';

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
export function listItem(filing: ListedFiling) {
  const { filing_no, status, domain, province, saved_on, title } = filing;
  const { now, todo } = STATUS_WORDS[status];
  const href = `/filings/${filing_no}`;
  return {
    href,
    title,
    badge: badgeOf(filing),
    sub: [domain, province, `保存于 ${saved_on}`, filing_no].filter(Boolean).join(' · '),
    icp_number: filing.numbers?.entity.icp_number ?? null,
    todo: todo && status !== 'approved' ? `您现在需要：${todo}` : now,
    act: EDITABLE.includes(status)
      ? { href: editHref(filing_no, status), label: editLabel(status), main: true }
      : { href, label: '查看进度', main: status === 'sms_pending' },
  };
}

/** Where one goes on with a form that may be changed. */
export function editHref(filing_no: string, status: FilingStatus): string {
  return `/filings/${filing_no}/steps/${status === 'draft' ? 'pictures' : 'summary'}`;
}

export function editLabel(status: FilingStatus): string {
  return status === 'draft' ? '继续填写' : '去修改';
}
