import assert from 'node:assert/strict';
import { until } from '../../bureau/setup.ts';
import type { App } from '../../harness.ts';

// What the tests of requests share. To be imported after `start`: it needs the test's own database.
const { exchange } = await import('../../../src/bureau/index.ts');
const { entitiesOf } = await import('../../../src/filings/entities/owners.ts');
const { filedRecord } = await import('../../../src/filings/entities/filed-record.ts');
const { storePicture } = await import('../../../src/filings/drafts/pictures.ts');
const { applyResults } = await import('../../../src/filings/steps/apply-result.ts');
const { reportFiling } = await import('../../../src/filings/steps/report-filing.ts');
const { Decision, reviewFiling } = await import('../../../src/filings/steps/review-filing.ts');
const { aFiling, aForm, aPerson, aPhoto, filingNow, withPictures } = await import(
  '../../factories.ts'
);
const { formIn, personOf, problemsIn } = await import('../pages/stage.ts');
type Client = import('../pages/stage.ts').Client;
type FilingForm = import('../../../src/filings/forms.ts').FilingForm;

export const draftPath = (filing_no: string, step = 'summary') =>
  `/filings/${filing_no}/steps/${step}`;

/** The number of the filing that an answer leads to. */
export function noIn(answer: Response): string {
  assert.equal(answer.status, 303, `not led on: ${answer.status}`);
  return /BA[0-9A-Z]{16}/.exec(answer.headers.get('location') ?? '')?.[0] ?? '';
}

/** Sends the last page of a form as a person does who agrees to all of it; gives where it stands then. */
export async function submit(client: Client, filing_no: string): Promise<string> {
  const html = await (await client.get(draftPath(filing_no))).text();
  const form = formIn(html, '/submission');
  const agreed = { 'consents.sensitive': 'true', 'consents.truth': 'true' };
  const answer = await client.post(`/filings/${filing_no}/submission`, { ...form, ...agreed });
  assert.equal(answer.status, 303, problemsIn(await answer.text()));
  return (await filingNow(filing_no)).status;
}

/** A reviewer passes it, and it goes to the bureau. */
export async function report(filing_no: string) {
  const { version } = await filingNow(filing_no);
  const reviewer = await aPerson('reviewer');
  await reviewFiling(reviewer, filing_no, Decision.parse({ version, decision: 'pass' }));
  await reportFiling(filing_no);
  const row = await filingNow(filing_no);
  assert.equal(row.status, 'reporting', row.held_reason ?? '');
}

/** Exchanges with the bureau until the filing stands there. */
export async function reaches(bureau: string, filing_no: string, status: string) {
  await until(async () => {
    await exchange(bureau);
    await applyResults();
    return (await filingNow(filing_no)).status === status;
  });
  return filingNow(filing_no);
}

/** From the customer's last page to the bureau's yes. */
export async function through(bureau: string, client: Client, filing_no: string) {
  assert.equal(await submit(client, filing_no), 'provider_review');
  await report(filing_no);
  return reaches(bureau, filing_no, 'approved');
}

/** An entity of this customer's that the bureau has, by a first filing with this form. */
export async function filedEntity(
  app: App,
  bureau: string,
  client: Client,
  form: FilingForm = aForm(),
): Promise<string> {
  const customer = personOf(client);
  const { filing_no } = await aFiling({ customer, form: await withPictures(form, customer) });
  await through(bureau, client, filing_no);
  return (await entitiesOf(app.db, client.user_id))[0] ?? '';
}

/** What the bureau has of an entity now. */
export async function recordOf(entity_no: string) {
  const record = await filedRecord(entity_no);
  assert.ok(record, entity_no);
  return record;
}

/** Presses a button of the list of what is filed; gives the number of the request. */
export async function ask(client: Client, entity_no: string, kind: string, service_no = '') {
  return client.post(`/filings/filed/${entity_no}/requests`, { kind, service_no });
}

/** Puts a picture of nothing in particular into these slots, as their pages do. */
export async function give(client: Client, filing_no: string, step: string, ...slots: string[]) {
  const { no } = await storePicture(personOf(client), 'other', await aPhoto());
  const path = draftPath(filing_no, step);
  const form = formIn(await (await client.get(path)).text(), 'data-autosave');
  const given = Object.fromEntries(slots.map((slot) => [`materials.${slot}`, no]));
  const answer = await client.post(path, { ...form, ...given });
  assert.equal(answer.status, 303, problemsIn(await answer.text()));
}
