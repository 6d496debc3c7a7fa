import {
  codeTable,
  entityByCertificate,
  isNumbered,
  type KnownStatus,
  type ServiceFound,
  serviceByDomain,
  wantStatus,
} from '../../bureau/index.ts';
import type { Db } from '../../platform/db.ts';
import type { FilingForm } from '../forms.ts';
import { viewOf } from '../rules/index.ts';
import { asciiDomain, registrableOf, suffixOf } from '../rules/suffixes.ts';
import type { DomainFacts, Facts, Known } from './decide-kind.ts';

type Numbers = FilingForm['request']['entity'];
const NONE: Numbers = { no: '', bureau_id: '', icp_number: '' };

export interface KnownFiled {
  facts: Facts;
  entity: Numbers;
  /** For each website of the form the filed one with its first domain, when there is one. */
  services: Numbers[];
}

/**
 * What is filed of a form's certificate and domains: by the bureaus' published records, else by their answers to
 * questions. What nobody has said yet is asked for, and known some minutes later.
 */
export async function factsOf(db: Db, form: FilingForm): Promise<KnownFiled> {
  const { entity, services } = viewOf(form);
  const own = await entityFacts(db, entity);
  const found = [];
  for (const { domains } of services) found.push(await domainsFacts(db, domains, own, entity));
  return {
    facts: { entity: own.state, services: found.map((all) => all.map(({ facts }) => facts)) },
    entity: own.numbers,
    services: found.map(([first]) => first?.numbers ?? NONE),
  };
}

interface Found {
  state: Known;
  numbers: Numbers;
}

/** The interface takes certificates by the numbers of the code table 1–12 (V3.0 §3-2-9). */
const ASKABLE = /^([1-9]|1[0-2])$/;

async function entityFacts(db: Db, entity: FilingForm['entity']): Promise<Found> {
  const { id_type, id_number, icp_number, province_code } = entity;
  if (id_number === '' || id_type === '') return { state: 'unknown', numbers: NONE };
  const filed = await entityByCertificate(db, { id_type, id_number });
  if (filed?.is_live) {
    const { entity_no, bureau_entity_id, icp_number: number } = filed;
    const bureau_id = numbered(bureau_entity_id);
    const numbers = { no: entity_no, bureau_id, icp_number: number ?? '' };
    return { state: 'filed', numbers };
  }
  const asked = ASKABLE.test(id_type)
    ? await wantStatus(db, { type: id_type, value: id_number }, province_code || null)
    : undefined;
  // Who gives his number says that he is filed; the bureau will tell if not.
  const state = asked?.state === 'unknown' && icp_number !== '' ? 'filed' : asked?.state;
  const numbers = { ...NONE, icp_number: asked?.entity_number ?? '' };
  return { state: state ?? (icp_number === '' ? 'unknown' : 'filed'), numbers };
}

async function domainsFacts(
  db: Db,
  domains: readonly string[],
  own: Found,
  entity: FilingForm['entity'],
) {
  const all = [];
  const suffixes = await codeTable(db, 'top_level_domains');
  for (const [row, typed] of domains.entries()) {
    const domain = asciiDomain(typed);
    const suffix = domain && suffixOf(domain, suffixes);
    if (!suffix) continue;
    const found = await domainFacts(db, registrableOf(domain, suffix), own, entity);
    all.push({ ...found, facts: { ...found.facts, row } });
  }
  return all;
}

async function domainFacts(db: Db, domain: string, own: Found, entity: FilingForm['entity']) {
  const service = await serviceByDomain(db, domain);
  if (service?.is_live) return ofService(domain, service, own);
  const asked = await wantStatus(db, { type: '0', value: domain }, entity.province_code || null);
  const facts: Omit<DomainFacts, 'row'> = {
    domain,
    state: asked.state,
    icp_number: asked.service_number,
    is_own: isUnder(asked, own.numbers.icp_number || entity.icp_number),
    is_here: false,
  };
  return { facts, numbers: { ...NONE, icp_number: asked.service_number ?? '' } };
}

function ofService(domain: string, service: ServiceFound, own: Found) {
  const { service_no, bureau_service_id, icp_number, entity_no, accesses } = service;
  const facts: Omit<DomainFacts, 'row'> = {
    domain,
    state: 'filed',
    icp_number,
    is_own: own.state === 'unknown' ? null : entity_no === own.numbers.no,
    is_here: accesses.some(({ is_ours, is_live }) => is_ours && is_live),
  };
  const bureau_id = numbered(bureau_service_id);
  const numbers = { no: service_no, bureau_id, icp_number: icp_number ?? '' };
  return { facts, numbers };
}

/** What was imported may have a stand-in where the bureau's number would be. */
const numbered = (bureau_id: string) => (isNumbered(bureau_id) ? bureau_id : '');

/** 浙ICP备2026000001号-1 is a site of 浙ICP备2026000001号. */
function isUnder({ state, service_number, entity_number }: KnownStatus, own: string) {
  if (state !== 'filed' || own === '') return null;
  const number = entity_number ?? service_number?.replace(/-\d+[A-Z]?$/i, '') ?? '';
  return number === '' ? null : number === own;
}
