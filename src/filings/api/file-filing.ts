import { type Db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { settleRequest } from '../begin/settle-request.ts';
import { ownDocuments } from '../drafts/own-documents.ts';
import { owePicture, storePicture } from '../drafts/pictures.ts';
import type { FilingForm } from '../forms.ts';
import { type FilingKind, KIND_WORDS } from '../kinds/names.ts';
import { check } from '../pages/checks.ts';
import { STATUS_WORDS } from '../pages/present.ts';
import { type Finding, tidyForm } from '../rules/index.ts';
import { spendCode, withCode } from '../service-codes/index.ts';
import { type Customer, insertFiling } from '../steps/create-filing.ts';
import type { FilingStatus } from '../steps/status.ts';
import { sendToReview, unlessTaken } from '../steps/submit-filing.ts';
import type { FilingRow, FilingSource } from '../tables.ts';
import type { After } from '../tell.ts';
import { formAbout } from './about-filed.ts';
import type { FilingRequest } from './filing-request.ts';

/** What the sender of a whole filing is told. */
export interface Filed {
  filing_no: string;
  /** What it is, by what is filed already. */
  kind: FilingKind;
  kind_label: string;
  status: FilingStatus;
  label: string;
  review_due_at: string | null;
  /** What a person should look at again; with a draft also what stands against submitting it. */
  findings: Finding[];
}

export interface FileOptions {
  source: FilingSource;
  /** Runs in the transaction of the filing, after it was submitted. */
  also?: (trx: Db, after: After, filed: Filed) => Promise<void>;
}

/**
 * Takes a whole filing: checks all of it before anything is stored, stores its pictures, then creates and
 * submits it in one transaction. A UserError names every field that stands against it; then no filing is made.
 */
export async function fileFiling(
  customer: Customer,
  request: FilingRequest,
  options: FileOptions,
): Promise<Filed> {
  const { form, faults: unfit } = await formOf(customer.id, request);
  const findings = await check(withPictures(form, request.pictures, () => 'to come'));
  const hindering = request.draft ? [] : findings.filter(({ severity }) => severity === 'reject');
  const foreign = await foreignPictures(customer.id, form);
  const faults = { ...foreign, ...unfit, ...request.faults };
  if (hindering.length > 0 || Object.keys(faults).length > 0) throw refused(hindering, faults);
  const stored = await storePictures(customer, request.pictures);
  const whole = withPictures(form, stored, (document_no) => document_no);
  const file = () =>
    inTransaction(async (trx, after) => {
      const row = await writeDraft(trx, customer, whole, stored, options.source);
      const sent = request.draft ? null : await sendToReview(trx, after, customer, row, whole);
      // What our own people bring in needs no code.
      if (sent && options.source === 'api')
        await spendCode(trx, customer, row, request.service_code);
      const filed = filedAs(row, sent, findings);
      await options.also?.(trx, after, filed);
      return filed;
    });
  const code = request.draft ? '' : request.service_code;
  const outcome = await withCode(customer, code, () => unlessTaken(whole, file));
  if ('taken' in outcome) throw refused([outcome.taken], {}, 'conflict');
  return outcome.done;
}

/** The form as it goes on: of a request about something filed with that record beneath, and of which kind it is. */
async function formOf(customer_id: number, { form, about, given }: FilingRequest) {
  const { form: whole, faults } = about
    ? await formAbout(customer_id, about, given)
    : { form, faults: {} };
  return { form: await settleRequest(tidyForm(whole)), faults };
}

/** Pictures that are named by number must be the customer's own. */
async function foreignPictures(customer_id: number, form: FilingForm): Promise<FieldErrors> {
  try {
    await ownDocuments(customer_id, undefined, form);
    return {};
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { materials: error.message };
  }
}

async function storePictures(
  customer: Customer,
  pictures: FilingRequest['pictures'],
): Promise<Map<string, string[]>> {
  const stored = new Map<string, string[]>();
  for (const [slot, opened] of pictures) {
    const numbers: string[] = [];
    for (const bytes of opened) numbers.push(await storeNamed(customer, slot, bytes));
    stored.set(slot, numbers);
  }
  return stored;
}

/** A picture that cannot be used is named by its place. */
async function storeNamed(customer: Customer, slot: string, bytes: Buffer): Promise<string> {
  try {
    return (await storePicture(customer, slot, bytes)).no;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.code, error.message, { [`pictures.${slot}`]: error.message });
  }
}

/** The form with these pictures added to those it names already. */
function withPictures<T>(
  form: FilingForm,
  pictures: ReadonlyMap<string, T[]>,
  numberOf: (picture: T) => string,
): FilingForm {
  const materials = { ...form.materials };
  for (const [slot, added] of pictures)
    materials[slot] = [...(materials[slot] ?? []), ...added.map(numberOf)];
  return { ...form, materials };
}

async function writeDraft(
  trx: Db,
  customer: Customer,
  form: FilingForm,
  stored: ReadonlyMap<string, string[]>,
  source: FilingSource,
): Promise<FilingRow> {
  const { id } = await insertFiling(trx, customer, form, source);
  for (const [slot, numbers] of stored)
    for (const document_no of numbers) await owePicture(trx, id, slot, document_no);
  return must(await trx('filings').where({ id }).first(), '备案');
}

function filedAs(
  { filing_no, kind }: Pick<FilingRow, 'filing_no' | 'kind'>,
  sent: { due: Date; status: FilingStatus } | null,
  findings: Finding[],
): Filed {
  const status = sent?.status ?? 'draft';
  return {
    filing_no,
    ...{ kind, kind_label: KIND_WORDS[kind] },
    status,
    label: STATUS_WORDS[status].label,
    review_due_at: sent?.due.toISOString() ?? null,
    findings,
  };
}

function refused(
  findings: readonly Finding[],
  faults: FieldErrors = {},
  code: 'unprocessable' | 'conflict' = 'unprocessable',
) {
  const fields: FieldErrors = { ...faults };
  for (const { path, message, suggestion, severity } of findings)
    if (severity === 'reject') fields[path] ??= [message, suggestion].filter(Boolean).join('。');
  return new UserError(code, '备案没有提交，请检查标出的内容', fields);
}
