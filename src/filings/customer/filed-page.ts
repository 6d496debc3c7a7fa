import { db } from '../../platform/db.ts';
import { maskName, maskNumber } from '../../platform/mask.ts';
import { openRequest } from '../begin/preconditions.ts';
import { type FiledRecord, type FiledService, filedRecord } from '../entities/filed-record.ts';
import { entitiesOf } from '../entities/owners.ts';
import { INDIVIDUAL } from '../forms.ts';
import { type FilingKind, KIND_WORDS } from '../kinds/names.ts';
import { provinceName } from '../provinces/index.ts';

/** How many entities one page shows: each is opened and read whole. */
const PAGE = 10;

/** A button: which request it begins. */
interface Act {
  kind: FilingKind;
  label: string;
}

const act = (kind: FilingKind): Act => ({ kind, label: KIND_WORDS[kind] });

/** What is filed of this customer's: each entity with its websites, and what may be asked about them. */
export async function filedPage(customer: { id: number }, page: number) {
  const all = await entitiesOf(db, customer.id);
  const from = (page - 1) * PAGE;
  const entities = [];
  for (const entity_no of all.slice(from, from + PAGE)) {
    const record = await filedRecord(entity_no);
    if (record) entities.push(await shownEntity(customer, record));
  }
  return {
    title: '已备案',
    entities,
    pager: {
      previous_href: page > 1 ? `/filings/filed?page=${page - 1}` : null,
      next_href: all.length > from + PAGE ? `/filings/filed?page=${page + 1}` : null,
    },
  };
}

async function shownEntity(customer: { id: number }, record: FiledRecord) {
  const { entity, entity_no, is_live, services } = record;
  const open = is_live ? await openRequest(db, entity.icp_number) : undefined;
  const isFree = is_live && open === undefined;
  const personal = entity.kind === INDIVIDUAL;
  const isOurs = services.some(({ own }) => own.length > 0);
  return {
    ...{ entity_no, is_live, icp_number: entity.icp_number },
    name: entity.name,
    facts: [
      { label: '证件号码', value: maskNumber(entity.id_number) },
      { label: '所在省', value: provinceName(entity.province_code) },
      ...(personal ? [] : [{ label: '主体负责人', value: maskName(entity.leader.name) }]),
      { label: '管局记录更新', value: dayOf(entity.changed) },
    ].filter(({ value }) => value !== ''),
    open: open ? openShown(customer, open) : null,
    services: services.map((service) => shownService(service, isFree, is_live)),
    acts: [
      ...(isFree && isOurs ? [act('change')] : []),
      ...(isFree ? [act('add_service')] : []),
      ...(is_live && isOurs ? [act('add_material')] : []),
      ...(isFree ? [act('cancel_entity')] : []),
    ],
  };
}

function openShown(
  customer: { id: number },
  open: NonNullable<Awaited<ReturnType<typeof openRequest>>>,
) {
  const kind = KIND_WORDS[open.kind];
  return open.customer_id === customer.id
    ? { words: `有一份${kind}在办理`, filing_no: open.filing_no }
    : { words: `有一份${kind}在办理，是别的账号提交的`, filing_no: null };
}

function shownService(service: FiledService, isFree: boolean, is_live: boolean) {
  const isOurs = service.own.length > 0;
  const others = service.accesses.length - service.own.length;
  const change: Act = { kind: 'change', label: '变更' };
  return {
    service_no: service.service_no,
    name: service.name,
    icp_number: service.icp_number,
    domains: service.domains.map(({ domain }) => domain).join('、'),
    access: accessWords(service.own.length, others),
    is_ours: isOurs,
    changed: dayOf(service.changed),
    acts: [
      ...(isFree ? [isOurs ? change : act('add_access')] : []),
      ...(is_live ? [act('add_material')] : []),
      ...(isFree && isOurs ? [act('drop_access')] : []),
      ...(isFree ? [act('cancel_service')] : []),
    ],
  };
}

function accessWords(own: number, others: number): string {
  if (own === 0) return others > 0 ? '接入在其他接入商' : '没有接入商';
  return others > 0 ? `接入在我们这里，另有 ${others} 家` : '接入在我们这里';
}

/** 20260131080000 → 2026-01-31; '' when the bureau did not say. */
function dayOf(time: string): string {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})/.exec(time) ?? [];
  return year && year !== '0000' ? `${year}-${month}-${day}` : '';
}
