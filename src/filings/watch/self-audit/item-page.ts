import { entityRecord } from '../../../bureau/index.ts';
import type { Db } from '../../../platform/db.ts';
import { must } from '../../../platform/errors.ts';
import { maskName, maskNumber } from '../../../platform/mask.ts';
import { lastSeen, shownDomain } from '../present.ts';
import { type ItemRow, marksOf } from './audits.ts';
import { LINES, type Line, lineNames, type Marks } from './lines.ts';

type Whole = NonNullable<Awaited<ReturnType<typeof entityRecord>>>;

/** One record of a sample as a person checks it: each line with what is filed, masked unless `is_open`. */
export async function itemPage(db: Db, item: ItemRow, is_open = false) {
  const whole = must(await entityRecord(db, item.entity_no), '备案');
  const domains = whole.services.flatMap((service) => service.domains.map(({ domain }) => domain));
  const filed = filedValues(whole, is_open);
  const { seen, suggested } = await accessSeen(db, whole);
  const marks = marksOf(item);
  return {
    position: item.position,
    name: is_open ? whole.entity.name : maskName(whole.entity.name),
    icp_number: whole.entity.icp_number,
    domains: domains.map(shownDomain).join('、'),
    seen,
    note: item.note,
    lines: lineNames.map((line) => ({
      ...{ name: line, ...LINES[line], filed: filed[line] || '没有填写' },
      value: marks[line] ?? suggested[line] ?? (filed[line] === '' ? 'none' : ''),
    })),
  };
}

function filedValues({ entity, services }: Whole, is_open: boolean): Record<Line, string> {
  const number = (text: string) => (is_open ? text : maskNumber(text));
  const name = (text: string) => (is_open ? text : maskName(text));
  const each = (of: (service: Whole['services'][number]) => string) =>
    [...new Set(services.map(of))].filter((text) => text !== '').join('；');
  const { leader } = entity;
  const accesses = services.flatMap((service) => service.accesses);
  return {
    cert_entity: `${name(entity.name)} ${number(entity.id_number)}`,
    cert_entity_leader: leader.id_number && `${name(leader.name)} ${number(leader.id_number)}`,
    cert_service_leader: each(({ leader: one }) =>
      one.id_number ? `${name(one.name)} ${number(one.id_number)}` : '',
    ),
    access_provider: accesses.map(({ provider_id }) => `接入商 ${provider_id}`).join('、'),
    access_ip: accesses.flatMap(({ ips }) => ips.map(rangeShown)).join('、'),
    phone_entity_mobile: number(leader.mobile),
    phone_entity_office: number(leader.office_phone),
    phone_service_mobile: each(({ leader: one }) => number(one.mobile)),
    phone_service_office: each(({ leader: one }) => number(one.office_phone)),
  };
}

function rangeShown({ first, last }: { first: string; last: string }): string {
  return first === last ? first : `${first}–${last}`;
}

const OF_ACCESS = ['access_lost', 'number_gone'];
const OF_IP = ['ip_mismatch', 'resolves_elsewhere', 'resolves_private', 'resolves_nowhere'];

/** What the last look saw of its domains, and what that suggests for the two lines of access. */
async function accessSeen(db: Db, whole: Whole): Promise<{ seen: string[]; suggested: Marks }> {
  const rows = await db('watched_domains')
    .whereNull('ended_at')
    .whereIn('service_no', await numbersOf(db, whole));
  const looked = rows.filter(({ checked_at }) => checked_at !== null);
  const open = await db('watch_findings')
    .whereIn(
      'watched_id',
      rows.map(({ id }) => id),
    )
    .whereNotNull('open_key')
    .whereNotNull('confirmed_at');
  const has = (codes: string[]) => open.some(({ code }) => codes.includes(code));
  const seen = looked.map(
    (row) =>
      `${shownDomain(row.domain)}：${lastSeen(row)
        .map(({ label, value }) => `${label} ${value}`)
        .join('，')}`,
  );
  if (looked.length === 0) return { seen, suggested: {} };
  const verdict = (codes: string[]) => (has(codes) ? 'wrong' : 'right');
  return { seen, suggested: { access_provider: verdict(OF_ACCESS), access_ip: verdict(OF_IP) } };
}

async function numbersOf(db: Db, { bureau_id, services }: Whole): Promise<string[]> {
  const ids = services.map((service) => service.bureau_id);
  const rows = await db('filing_services')
    .where({ bureau_id })
    .whereIn('bureau_service_id', ids)
    .select('service_no');
  return rows.map(({ service_no }) => service_no);
}
