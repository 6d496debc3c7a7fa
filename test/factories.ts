import { randomInt } from 'node:crypto';
import sharp from 'sharp';
import { createUser } from '../src/accounts/index.ts';
import type { Role } from '../src/accounts/permissions.ts';
import { type Actor, SYSTEM } from '../src/audit/index.ts';
import { storePicture } from '../src/filings/drafts/pictures.ts';
import type { FilingForm } from '../src/filings/forms.ts';
import { tidyForm } from '../src/filings/rules/index.ts';
import { insertFiling } from '../src/filings/steps/create-filing.ts';
import { advance, type FilingStatus } from '../src/filings/steps/status.ts';
import { sendToReview } from '../src/filings/steps/submit-filing.ts';
import type { FilingRow } from '../src/filings/tables.ts';
import { now } from '../src/platform/clock.ts';
import { type Db, db, inTransaction } from '../src/platform/db.ts';
import { newToken, publicNo, tokenDigest } from '../src/platform/ids.ts';
import { personForm, unitForm } from './filings/sample-forms.ts';
import { creditCode, idNumber } from './filings/sample-numbers.ts';

// To be imported after `start`: it needs the test's own database. Rows it makes are valid and dull.

export interface Person {
  id: number;
  name: string;
  email: string;
  actor: Actor;
}

let made = 0;

/** Somebody with this role; nobody else has the same mail address. */
export async function aPerson(role: Role = 'customer', name = '陈一鸣'): Promise<Person> {
  const email = `person-${++made}-${randomInt(1e9)}@example.com`;
  const { id } = await inTransaction((trx) =>
    createUser(trx, { name, email, roles: [role] }, SYSTEM),
  );
  return { id, name, email, actor: { kind: 'user', id, name } };
}

/** A key by which a program acts for somebody. */
export async function aKeyOf(user: { id: number }, permissions = ['filing.file']): Promise<string> {
  const key = `bk_${newToken()}`;
  await db('api_clients').insert({
    client_no: publicNo('KH'),
    name: '托管面板',
    user_id: user.id,
    key_digest: tokenDigest(key),
    key_end: key.slice(-4),
    permissions_json: JSON.stringify(permissions),
    created_at: now(),
  });
  return key;
}

/** A form that passes every rule, of an entity and (unless told) a domain that no other form has. */
export function aForm(kind: 'unit' | 'individual' = 'unit', domain?: string): FilingForm {
  const form = structuredClone(kind === 'unit' ? unitForm : personForm);
  const unique = String(randomInt(1e8)).padStart(8, '0');
  if (kind === 'unit') form.entity.id_number = creditCode('330000', unique);
  else {
    const number = idNumber(
      '330000',
      `19${70 + randomInt(30)}-0${1 + randomInt(9)}-1${randomInt(10)}`,
      randomInt(999),
    );
    form.entity.id_number = number;
    form.entity.leader.id_number = number;
  }
  for (const service of form.services) {
    service.domains = [domain ?? `site-${unique}.com`];
    service.home_url = '';
  }
  return tidyForm(form);
}

/** How a filing comes to each status: the steps on the way. */
const WAY: Record<FilingStatus, FilingStatus[]> = {
  draft: [],
  agent_review: ['agent_review'],
  provider_review: [],
  needs_fix: ['needs_fix'],
  ready_to_report: ['ready_to_report'],
  reporting: ['ready_to_report', 'reporting'],
  sms_pending: ['ready_to_report', 'reporting', 'sms_pending'],
  bureau_review: ['ready_to_report', 'reporting', 'sms_pending', 'bureau_review'],
  bureau_rejected: ['ready_to_report', 'reporting', 'bureau_rejected'],
  approved: ['ready_to_report', 'reporting', 'sms_pending', 'bureau_review', 'approved'],
  withdrawn: ['withdrawn'],
};

/** A filing of somebody's, at a status; its pictures are numbers only unless the form says otherwise. */
export async function aFiling({
  customer,
  status = 'draft',
  form = aForm(),
}: {
  customer: Person;
  status?: FilingStatus;
  form?: FilingForm;
}): Promise<FilingRow> {
  const filing_no = await inTransaction(async (trx) => {
    const { id } = await insertFiling(trx, customer, form, 'page');
    const row = await rowOf(trx, id);
    if (status !== 'draft' && status !== 'agent_review')
      await sendToReview(trx, () => {}, customer, row, form);
    for (const to of WAY[status])
      await advance(trx, await rowOf(trx, id), { to, event: `test_${to}`, actor: SYSTEM });
    await trx('filings').where({ id, status: 'ready_to_report' }).update({ next_try_at: now() });
    return row.filing_no;
  });
  return filingNow(filing_no);
}

async function rowOf(trx: Db, id: number): Promise<FilingRow> {
  const row = await trx('filings').where({ id }).first();
  if (!row) throw new Error(`no filing ${id}`);
  return row;
}

/** The filing as it stands now. */
export async function filingNow(filing_no: string): Promise<FilingRow> {
  const row = await db('filings').where({ filing_no }).first();
  if (!row) throw new Error(`no filing ${filing_no}`);
  return row;
}

let photo: Promise<Buffer> | undefined;

/** A JPEG of nothing in particular, small. */
export function aPhoto(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 140, sigma: 40 } as const;
  const create = { width: 400, height: 260, channels: 3, background: '#8ac', noise } as const;
  photo ??= sharp({ create }).jpeg({ quality: 60 }).toBuffer();
  return photo;
}

/** The form with a picture of this customer's in every slot it names. */
export async function withPictures(form: FilingForm, customer: Person): Promise<FilingForm> {
  const slots = Object.keys(form.materials);
  const materials: FilingForm['materials'] = {};
  const { no } = await storePicture(customer, 'other', await aPhoto());
  for (const slot of slots) materials[slot] = [no];
  return { ...form, materials };
}
