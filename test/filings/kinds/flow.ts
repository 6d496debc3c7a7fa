import assert from 'node:assert/strict';
import { until } from '../../bureau/setup.ts';
import type { Person } from '../../factories.ts';

/** Takes requests through a sandbox bureau that grants everything. To be imported after `start`. */
export async function flowOf(bureau: string, customer: Person, reviewer: Person) {
  const { aForm, aFiling, filingNow, withPictures } = await import('../../factories.ts');
  const { exchange } = await import('../../../src/bureau/index.ts');
  const { saveDraft } = await import('../../../src/filings/drafts/save-draft.ts');
  const { applyResults } = await import('../../../src/filings/steps/apply-result.ts');
  const { reportFiling } = await import('../../../src/filings/steps/report-filing.ts');
  const { Decision, reviewFiling } = await import('../../../src/filings/steps/review-filing.ts');
  const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
  const { entitiesOf } = await import('../../../src/filings/entities/owners.ts');
  const { db } = await import('../../../src/platform/db.ts');

  async function change(filing_no: string, changes: Record<string, unknown>) {
    const { version } = await filingNow(filing_no);
    const saved = await saveDraft(filing_no, customer, { version, changes });
    assert.ok(saved.saved);
  }

  /** Exchanges until the bureau has said its last word. */
  async function decided(filing_no: string) {
    await until(async () => {
      await exchange(bureau);
      await applyResults();
      return (await filingNow(filing_no)).status === 'approved';
    });
    return filingNow(filing_no);
  }

  /** From the customer's submission to the bureau's last word. */
  async function through(filing_no: string) {
    const consents = { 'consents.sensitive': 'true', 'consents.truth': 'true' };
    await change(filing_no, { present: Object.keys(consents), ...consents });
    const submitted = await submitFiling(customer, filing_no);
    assert.ok(submitted.submitted, JSON.stringify(submitted));
    const { version } = await filingNow(filing_no);
    await reviewFiling(reviewer, filing_no, Decision.parse({ version, decision: 'pass' }));
    await reportFiling(filing_no);
    const reported = await filingNow(filing_no);
    assert.equal(reported.status, 'reporting', reported.held_reason ?? '');
    return decided(filing_no);
  }

  /** A filed entity of the customer's with this domain at this address; its number. */
  async function filed(domain: string, ip: string): Promise<string> {
    const form = await withPictures(aForm('unit', domain), customer);
    for (const { access } of form.services) access.ips = [{ first: ip, last: ip }];
    const { filing_no } = await aFiling({ customer, form });
    await through(filing_no);
    const [entity_no = ''] = await entitiesOf(db, customer.id);
    return entity_no;
  }
  return { change, decided, through, filed };
}
