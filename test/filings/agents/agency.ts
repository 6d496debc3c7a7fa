// To be imported after `start`: it needs the test's own database.
import assert from 'node:assert/strict';
import type { App } from '../../harness.ts';

const { filingNow } = await import('../../factories.ts');
const { personOf, pictured } = await import('../pages/stage.ts');
const { linkCustomer } = await import('../../../src/filings/agents/link-customer.ts');
const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');

export const link = (customer_id: number, agent_id: number) =>
  linkCustomer(SYSTEM, { agent_id, customer_id, how: 'administrator' });

/** A customer of this agent's, or of nobody's, and a filing he has handed in. */
export async function handedIn(app: App, agent_id: number | null) {
  const client = await app.signedIn('customer');
  if (agent_id !== null) await link(client.user_id, agent_id);
  const row = await pictured(client, 'draft');
  const done = await submitFiling(personOf(client), row.filing_no);
  assert.ok(done.submitted, JSON.stringify(done));
  return { client, ...(await filingNow(row.filing_no)) };
}
