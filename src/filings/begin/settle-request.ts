import { isBlocked } from '../../bureau/index.ts';
import { type Db, db } from '../../platform/db.ts';
import { rebased } from '../entities/rebase.ts';
import type { FilingForm } from '../forms.ts';
import { ADDING } from '../kinds/names.ts';
import type { Finding } from '../rules/index.ts';
import { type Decision, decideKind, type Facts } from './decide-kind.ts';
import { factsOf } from './facts.ts';

/** The form with what it requests as of now: by what is filed, which kind; of what is filed, the newest record. */
export async function settleRequest(form: FilingForm): Promise<FilingForm> {
  const { kind } = form.request;
  if (kind === 'change') return rebased(form);
  return ADDING.includes(kind) ? (await settleAdding(form)).form : form;
}

/** As above for what is filled in whole, with the decision that it follows from. */
export async function settleAdding(
  form: FilingForm,
): Promise<{ form: FilingForm; decision: Decision; facts: Facts }> {
  const { facts, entity, services } = await factsOf(db, form);
  const decision = decideKind(facts);
  // What was begun from a filed entity stays with it, whatever is typed.
  const own = form.request.filed.length > 0 ? form.request.entity : entity;
  const request = {
    ...form.request,
    kind: decision.kind,
    entity: decision.kind === 'initial' ? { no: '', bureau_id: '', icp_number: '' } : own,
    services: decision.kind === 'add_access' ? services : [],
  };
  return { form: { ...form, request }, decision, facts };
}

/** Which kind a form is, and why; undefined for requests that one chooses oneself. */
export async function decisionOn(db: Db, form: FilingForm): Promise<Decision | undefined> {
  if (!ADDING.includes(form.request.kind)) return undefined;
  return decideKind((await factsOf(db, form)).facts);
}

/** What bureaus' records and lists say against a form. */
export async function standsAgainst(db: Db, form: FilingForm): Promise<Finding[]> {
  const decision = await decisionOn(db, form);
  const findings = (decision?.obstacles ?? []).map(
    ({ service, domain, code, message, suggestion }): Finding => ({
      path: code === 'one_by_one' ? `services.${service}` : `services.${service}.domains.${domain}`,
      ...{ code, message, suggestion, severity: 'reject' },
    }),
  );
  return [...findings, ...(await blocked(db, form))];
}

const APPEAL = '黑名单由管局管理：有异议请向管局申诉，移出后再备案';

async function blocked(db: Db, { entity, services }: FilingForm): Promise<Finding[]> {
  const findings: Finding[] = [];
  const against = async (path: string, code: string, asked: Parameters<typeof isBlocked>[1]) => {
    const block = await isBlocked(db, asked);
    if (!block) return;
    const { words: message } = block;
    findings.push({ path, code, message, suggestion: APPEAL, severity: 'reject' });
  };
  if (entity.id_number !== '') await against('entity.id_number', '1065', { certificate: entity });
  for (const [n, { domains }] of services.entries())
    for (const [row, domain] of domains.entries())
      if (domain !== '') await against(`services.${n}.domains.${row}`, '1064', { domain });
  return findings;
}
