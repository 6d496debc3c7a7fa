import { ENDING, type FilingKind } from '../kinds/names.ts';
import type { ListedFiling, Tone } from '../pages/present.ts';
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
  const { filing_no, kind, status, domain, province, saved_on, title, now, todo } = filing;
  const href = `/filings/${filing_no}`;
  return {
    href,
    title,
    kind: { text: filing.kind_label, tone: 'idle' },
    badge: badgeOf(filing),
    sub: [domain, province, `保存于 ${saved_on}`, filing_no].filter(Boolean).join(' · '),
    icp_number: filing.numbers?.entity.icp_number ?? null,
    todo: todo && status !== 'approved' ? `您现在需要：${todo}` : now,
    act: EDITABLE.includes(status)
      ? { href: editHref({ filing_no, kind, status }), label: editLabel(status), main: true }
      : { href, label: '查看进度', main: status === 'sms_pending' },
  };
}

/** The first page of a form, by its kind. */
export function firstStep(kind: FilingKind): string {
  if (ENDING.includes(kind)) return 'ending';
  if (kind === 'change') return 'entity';
  return kind === 'add_material' ? 'materials' : 'pictures';
}

/** Where one goes on with a form that may be changed. */
export function editHref({
  filing_no,
  kind,
  status,
}: {
  filing_no: string;
  kind: FilingKind;
  status: FilingStatus;
}): string {
  return `/filings/${filing_no}/steps/${status === 'draft' ? firstStep(kind) : 'summary'}`;
}

export function editLabel(status: FilingStatus): string {
  return status === 'draft' ? '继续填写' : '去修改';
}
