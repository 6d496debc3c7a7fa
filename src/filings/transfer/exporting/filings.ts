import { namesOf } from '../../../accounts/index.ts';
import { shownTime } from '../../../platform/clock.ts';
import { db } from '../../../platform/db.ts';
import { maskEmail, maskMobile, maskName, maskNumber } from '../../../platform/mask.ts';
import { filterFor, readAsked, SOURCE_WORDS } from '../../desk/list-page.ts';
import { openForm } from '../../drafts/draft.ts';
import { type FilingForm, INDIVIDUAL } from '../../forms.ts';
import { numbersOf } from '../../numbers.ts';
import { STATUS_WORDS } from '../../pages/present.ts';
import { provinceName } from '../../provinces/index.ts';
import { allFilings, countFilings } from '../../queries.ts';
import type { FilingRow } from '../../tables.ts';
import { type Column, cellsOf, type Exportable } from './column.ts';

interface Item {
  row: FilingRow;
  form: FilingForm;
  reviewer: string;
}

const timeIn = (at: Date | null) => (at ? shownTime(at) : '');
const all = (texts: readonly string[]) => texts.filter(Boolean).join('；');
const nameMasked = (text: string, { form }: Item) =>
  form.entity.kind === INDIVIDUAL ? maskName(text) : text;

const COLUMNS: Record<string, Column<Item>> = {
  filing_no: { label: '备案单', text: ({ row }) => row.filing_no },
  service_name: {
    label: '网站名称',
    text: ({ form }) => all(form.services.map(({ name }) => name)),
  },
  domains: {
    label: '域名',
    text: ({ form }) => all(form.services.flatMap(({ domains }) => domains)),
  },
  entity_name: { label: '主办者名称', text: ({ form }) => form.entity.name, mask: nameMasked },
  id_number: { label: '证件号码', text: ({ form }) => form.entity.id_number, mask: maskNumber },
  leader_name: { label: '负责人', text: ({ form }) => form.entity.leader.name, mask: maskName },
  leader_mobile: {
    label: '负责人手机号',
    text: ({ form }) => form.entity.leader.mobile,
    mask: maskMobile,
  },
  leader_email: {
    label: '负责人邮箱',
    text: ({ form }) => form.entity.leader.email,
    mask: maskEmail,
  },
  ips: {
    label: 'IP 地址',
    text: ({ form }) =>
      all(
        form.services.flatMap(({ access }) =>
          access.ips.map(({ first, last }) =>
            last && last !== first ? `${first}-${last}` : first,
          ),
        ),
      ),
  },
  province: { label: '省份', text: ({ row }) => provinceName(row.province_code) },
  status: { label: '状态', text: ({ row }) => STATUS_WORDS[row.status].label },
  changed: { label: '状态时间', text: ({ row }) => timeIn(row.status_at) },
  submitted: { label: '提交时间', text: ({ row }) => timeIn(row.submitted_at) },
  number: { label: '备案号', text: ({ row }) => numbersOf(row)?.entity.icp_number ?? '' },
  service_number: {
    label: '网站备案号',
    text: ({ row }) =>
      all((numbersOf(row)?.services ?? []).map(({ icp_number }) => icp_number ?? '')),
  },
  reviewer: { label: '审核员', text: ({ reviewer }) => reviewer },
  source: { label: '来源', text: ({ row }) => SOURCE_WORDS[row.source] },
};

const PAGE = 100;

/** The list of all filings, as it is filtered. */
export const filingsExport: Exportable = {
  title: '全部备案',
  columns: COLUMNS,
  usual: [
    'filing_no',
    'service_name',
    'domains',
    'entity_name',
    'province',
    'status',
    'changed',
    'number',
  ],
  count: async (asked) => countFilings(db, await filterFor(readAsked(asked))),
  rows: async function* (asked, columns, whole) {
    const filter = { ...(await filterFor(readAsked(asked))), sort: 'id' as const, limit: PAGE };
    let after: { id: number; status_at: Date } | undefined;
    for (;;) {
      const { items, more } = await allFilings(db, { ...filter, ...(after ? { after } : {}) });
      const ids = [...new Set(items.flatMap((row) => row.reviewer_id ?? []))];
      const names = await namesOf(db, ids);
      for (const row of items) {
        const reviewer = names.get(row.reviewer_id ?? 0) ?? '';
        yield cellsOf(COLUMNS, columns, whole, { row, form: openForm(row), reviewer });
      }
      after = items.at(-1);
      if (!more) return;
    }
  },
};
