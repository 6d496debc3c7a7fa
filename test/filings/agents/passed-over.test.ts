import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aPerson, filingNow } = await import('../../factories.ts');
const agency = await import('./agency.ts');
const { agentsSetting } = await import('../../../src/filings/agents/settings.ts');
const { unlinkCustomer } = await import('../../../src/filings/agents/link-customer.ts');
const { sweepAgents } = await import('../../../src/filings/agents/pass-on.ts');
const { writeSetting } = await import('../../../src/platform/settings.ts');
const { DAY, shiftClock } = await import('../../../src/platform/clock.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');

const turn = (is_on: boolean, days = 1) => writeSetting(app.db, agentsSetting, { is_on, days });
await turn(true);
const agent = await app.signedIn('agent');
const handedIn = (agent_id: number = agent.user_id) => agency.handedIn(app, agent_id);
const at = (filing_no: string) => `/agent-filings/${filing_no}`;
const stands = async (filing_no: string) => (await filingNow(filing_no)).status;

test('an agent who does nothing is passed over when his days are over, and told; before that he is not', async () => {
  const { filing_no } = await handedIn();
  await sweepAgents();
  assert.equal(await stands(filing_no), 'agent_review');
  shiftClock(14 * DAY);
  try {
    await Promise.all([sweepAgents(), sweepAgents()]);
  } finally {
    shiftClock(0);
  }
  const row = await filingNow(filing_no);
  assert.equal(row.status, 'provider_review');
  const events = await app
    .db('filing_events')
    .where({ filing_id: row.id, event: 'agent_passed_over' });
  assert.equal(events.length, 1);
  const told = await app
    .db('notifications')
    .where({ user_id: agent.user_id, event: 'agent.passed_over' });
  assert.ok(told.some(({ link }) => link === at(filing_no)));
});

test('what lies before an agent goes on when he is disabled, when the customer leaves him, and when agents are off', async () => {
  const own = await aPerson('agent');
  const [first, second, third] = [await handedIn(own.id), await handedIn(), await handedIn()];
  await app.db('users').where({ id: own.id }).update({ disabled_at: new Date() });
  await unlinkCustomer(SYSTEM, { customer_id: second.client.user_id });
  await sweepAgents();
  assert.equal(await stands(first.filing_no), 'provider_review');
  assert.equal(await stands(second.filing_no), 'provider_review');
  assert.equal(await stands(third.filing_no), 'agent_review');
  await turn(false);
  await sweepAgents();
  await turn(true);
  assert.equal(await stands(third.filing_no), 'provider_review');
});
