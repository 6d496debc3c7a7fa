import { now } from '../../platform/clock.ts';
import { type Db, db, inTransaction, isDuplicate } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { blindIndex, seal } from '../../platform/seal.ts';
import { agentOf } from '../agents/agent-of.ts';
import { settleRequest } from '../begin/settle-request.ts';
import { openDraft, sealDraft } from '../drafts/draft.ts';
import type { FilingForm } from '../forms.ts';
import { filedForm } from '../kinds/changes.ts';
import { dueIn, reviewPromise } from '../pace/pace.ts';
import { check } from '../pages/checks.ts';
import { filingFor } from '../queries.ts';
import { type Finding, passes, tidyForm } from '../rules/index.ts';
import { asciiDomain } from '../rules/suffixes.ts';
import { spendCode, withCode } from '../service-codes/index.ts';
import type { FilingRow } from '../tables.ts';
import { type After, tellAgent, tellCustomer, tellReviewers } from '../tell.ts';
import type { Customer } from './create-filing.ts';
import { advance, type FilingStatus, maySubmit } from './status.ts';

export type Submitted =
  | { submitted: true; review_due_at: Date; findings: Finding[] }
  /** Nothing was sent; `findings` say what to mend, warnings among them. */
  | { submitted: false; findings: Finding[] };

/**
 * Sends the customer's filing to review when every rule passes, and no other filing is under way for its
 * entity or one of its domains. `word` is said to the reviewer. Throws 'unprocessable'
 * at `service_code` when one is needed and this is none, 'conflict' when the window had not seen the newest version.
 */
export async function submitFiling(
  customer: Customer,
  filing_no: string,
  {
    version,
    word = '',
    service_code = '',
  }: { version?: number; word?: string; service_code?: string } = {},
): Promise<Submitted> {
  const row = must(await filingFor(db, customer.id, filing_no), '备案');
  if (!maySubmit(row.status)) throw new UserError('conflict', '备案已提交，请勿重复操作');
  if (version !== undefined && version !== row.version)
    throw new UserError('conflict', '备案内容刚在其他窗口修改过，请刷新核对后再提交');
  const form = await settleRequest(tidyForm(openDraft(row).form));
  const findings = await check(form);
  if (!passes(findings)) return { submitted: false, findings };
  const outcome = await withCode(customer, service_code, () =>
    unlessTaken(form, () =>
      inTransaction(async (trx, after) => {
        const sent = await sendToReview(trx, after, customer, row, form, word);
        // After the step, which of two at once only one may take.
        await spendCode(trx, customer, row, service_code);
        return sent;
      }),
    ),
  );
  return 'taken' in outcome
    ? { submitted: false, findings: [outcome.taken] }
    : { submitted: true, review_due_at: outcome.done.due, findings };
}

/** A unique key may say that another filing is under way: told as a finding at the field that both have. */
export async function unlessTaken<T>(
  form: FilingForm,
  submit: () => Promise<T>,
): Promise<{ done: T } | { taken: Finding }> {
  try {
    return { done: await submit() };
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return { taken: await takenBy(form) };
  }
}

/** The step itself, for a tidy form that passed the rules: in one transaction with all that belongs to it. */
export async function sendToReview(
  trx: Db,
  after: After,
  customer: Customer,
  row: FilingRow,
  form: FilingForm,
  word = '',
): Promise<{ due: Date; status: FilingStatus }> {
  const turn = await enterReview(trx, customer, row, form, word);
  await tellCustomer(trx, after, row, 'filing.submitted', { days: String(turn.days) });
  if (turn.agent_id === null) await tellReviewers(trx, after, row);
  else await tellAgent(trx, after, row, turn.agent_id);
  return turn;
}

/** As `sendToReview`, without a word to anybody: for acts of the provider's own. */
export async function enterReview(
  trx: Db,
  customer: Customer,
  row: FilingRow,
  form: FilingForm,
  word = '',
) {
  const at = now();
  const turn = await nextTurn(trx, customer);
  const entity_index = entityIndex(form);
  const { version } = await advance(trx, row, {
    to: turn.status,
    event: row.submitted_at ? 'resubmitted' : 'submitted',
    actor: customer.actor,
    expected_at: turn.due,
    patch: {
      ...sealDraft(row.filing_no, { ...openDraft(row), form }),
      entity_number_index: entity_index,
      // Material is added beside what is under way.
      open_entity_index: form.request.kind === 'add_material' ? null : entity_index,
      entity_icp_number: form.request.entity.icp_number || null,
      submitted_at: at,
      ...turn.patch,
      reviewer_id: null,
      review_claimed_at: null,
      held_reason: null,
      held_until: null,
    },
  });
  await trx('filing_versions').insert({
    filing_id: row.id,
    version,
    form_sealed: seal(JSON.stringify(form), placeOfVersion(row.filing_no, version)),
    word_sealed: word ? seal(word, placeOfWord(row.filing_no, version)) : null,
    submitted_at: at,
  });
  await holdDomains(trx, row.id, form);
  return turn;
}

/** Whose turn it is: the customer's agent first, when he has one; an import by our own people comes straight to us. */
async function nextTurn(trx: Db, { id, actor }: Customer) {
  const { days, due } = await reviewPromise();
  const agent = actor.kind === 'system' ? undefined : await agentOf(trx, id);
  if (!agent) {
    const patch = { review_due_at: due, agent_due_at: null };
    return { status: 'provider_review', agent_id: null, days, due, patch } as const;
  }
  const agent_due_at = await dueIn(agent.days);
  return {
    ...({ status: 'agent_review', agent_id: agent.agent_id } as const),
    ...{ days: days + agent.days, due: agent_due_at },
    patch: { review_due_at: null, agent_due_at },
  };
}

export function placeOfVersion(filing_no: string, version: number): string {
  return `filing_versions.form_sealed:${filing_no}:${version}`;
}

export function placeOfWord(filing_no: string, version: number): string {
  return `filing_versions.word_sealed:${filing_no}:${version}`;
}

/**
 * What makes an entity one: type and number of its certificate, as it is filed when that is to change; of one whose
 * certificate nobody has told, its ICP number.
 */
export function entityIndex(form: FilingForm): string {
  const { id_type, id_number } = (filedForm(form) ?? form).entity;
  const { icp_number } = form.request.entity;
  const key = id_number === '' && icp_number !== '' ? icp_number : `${id_type}:${id_number}`;
  return blindIndex(key, 'filings.entity_number');
}

async function holdDomains(trx: Db, filing_id: number, form: FilingForm): Promise<void> {
  await trx('filing_domains').where({ filing_id }).delete();
  const rows = new Map(
    form.services.flatMap(({ domains }, service_index) =>
      domains.map(storedDomain).map((domain) => [domain, { service_index, domain }] as const),
    ),
  );
  const isBeside = form.request.kind === 'add_material';
  const held = [...rows.values()].map((row) => ({
    ...row,
    filing_id,
    open_domain: isBeside ? null : row.domain,
  }));
  if (held.length > 0) await trx('filing_domains').insert(held);
}

/** One spelling for one domain: 中文.cn is kept as xn--fiq228c.cn, lower case. */
export function storedDomain(domain: string): string {
  return asciiDomain(domain) || domain.toLowerCase();
}

/** Says which of them is taken; asked only after a key refused, so the answer may have changed since. */
async function takenBy(form: FilingForm): Promise<Finding> {
  const finding = { code: 'under_way', severity: 'reject' } as const;
  const taken = await db('filings')
    .where({ open_entity_index: entityIndex(form) })
    .first('id');
  if (taken) {
    return {
      ...finding,
      path: 'entity.id_number',
      message: '这个证件号码已有一份备案正在办理',
      suggestion: '同一主办者一次只能办理一份备案：请先完成或撤回那一份；不是您提交的请联系客服',
    };
  }
  const domains = form.services.flatMap(({ domains }, service) =>
    domains.map((domain, at) => ({
      domain: storedDomain(domain),
      path: `services.${service}.domains.${at}`,
    })),
  );
  const rows = await db('filing_domains').whereIn(
    'open_domain',
    domains.map(({ domain }) => domain),
  );
  const first = domains.find(({ domain }) => rows.some((row) => row.open_domain === domain));
  return {
    ...finding,
    path: first?.path ?? 'services.0.domains',
    message: '这个域名已在另一份正在办理的备案中',
    suggestion: '请先完成或撤回那一份备案；不是您提交的请联系客服',
  };
}
