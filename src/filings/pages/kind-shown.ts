import {
  entityByCertificate,
  type KnownStatus,
  knownStatus,
  serviceByDomain,
} from '../../bureau/index.ts';
import { shownTime } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { decideKind } from '../begin/decide-kind.ts';
import { factsOf } from '../begin/facts.ts';
import { filedRecord } from '../entities/filed-record.ts';
import { formOfRecord } from '../entities/form-of-record.ts';
import type { FilingForm } from '../forms.ts';
import { changedFields } from '../kinds/changes.ts';
import { ADDING, type FilingKind, KIND_WORDS } from '../kinds/names.ts';
import { labelOf } from '../rules/index.ts';

/** What a request is and is about, and what that rests on. Numbers and domains only: nothing personal. */
export interface KindShown {
  kind: FilingKind;
  label: string;
  /** ICP numbers of what is filed already. */
  about: string[];
  decided: Decided | null;
  /** What the bureau has changed of the record since the request began. */
  since: string | null;
}

interface Decided {
  label: string;
  why: string;
  /** Whether what is known now still makes it the same kind. */
  agrees: boolean;
  is_sure: boolean;
  evidence: { what: string; said: string; by: string }[];
}

/** How a submitted form came to its kind, by what is known now. */
export async function kindShown(form: FilingForm): Promise<KindShown> {
  const { kind, entity, services } = form.request;
  const numbers = [entity, ...services].map(({ icp_number }) => icp_number);
  return {
    ...{ kind, label: KIND_WORDS[kind] },
    about: numbers.filter((number) => number !== ''),
    decided: ADDING.includes(kind) ? await decided(form) : null,
    since: kind === 'change' ? await sinceBegun(form) : null,
  };
}

async function decided(form: FilingForm): Promise<Decided> {
  const { facts } = await factsOf(db, form);
  const { kind, why, is_sure } = decideKind(facts);
  const domains = [...new Set(facts.services.flat().map(({ domain }) => domain))];
  const evidence = [await ofCertificate(form)];
  for (const domain of domains) evidence.push(await ofDomain(db, domain));
  const agrees = kind === form.request.kind;
  return { label: KIND_WORDS[kind], why, agrees, is_sure, evidence };
}

const IN_RECORDS = '管局发布的记录';

async function ofCertificate({ entity }: FilingForm) {
  const what = '主办者证件';
  const filed = await entityByCertificate(db, entity);
  if (filed?.is_live) return { what, said: `已备案（${filed.icp_number ?? ''}）`, by: IN_RECORDS };
  const { id_type: type, id_number: value } = entity;
  return { what, ...answered(await knownStatus(db, { type, value })) };
}

async function ofDomain(db: Db, domain: string) {
  const service = await serviceByDomain(db, domain);
  if (!service?.is_live)
    return { what: domain, ...answered(await knownStatus(db, { type: '0', value: domain })) };
  const isHere = service.accesses.some(({ is_ours, is_live }) => is_ours && is_live);
  const said = `已备案（${service.icp_number ?? ''}），${isHere ? '在我们这里接入' : '接入商不是我们'}`;
  return { what: domain, said, by: IN_RECORDS };
}

function answered({ state, entity_number, service_number, asked_at }: KnownStatus) {
  const number = service_number ?? entity_number;
  const said = { filed: `已备案${number ? `（${number}）` : ''}`, unfiled: '未备案' };
  if (state === 'unknown' || asked_at === null)
    return { said: '还不知道', by: '管局还没有答复，系统会继续查询' };
  return { said: said[state], by: `${shownTime(asked_at).slice(0, 16)} 查询管局` };
}

/** What differs between the record that the request began from and the one that is filed now. */
async function sinceBegun(form: FilingForm): Promise<string | null> {
  const [begun] = form.request.filed;
  const record = await filedRecord(form.request.entity.no);
  if (!record) return '管局已没有这份备案的记录，不能再变更，请退回客户';
  const services = form.request.services.flatMap(
    ({ no }) => record.services.find(({ service_no }) => service_no === no) ?? [],
  );
  if (services.length < form.request.services.length)
    return '其中有网站的备案已注销，不能再变更，请退回客户';
  const now = formOfRecord(record, services, form);
  if (!begun) return null;
  const differs = changedFields({ ...now, request: { ...now.request, filed: [begun] } });
  if (differs.length === 0) return null;
  const fields = [...new Set(differs.map(({ path }) => labelOf(path) || path))].join('、');
  return `提交之后，管局的记录在这几处有变化：${fields}。上报时没有要求变更的内容以最新记录为准`;
}
