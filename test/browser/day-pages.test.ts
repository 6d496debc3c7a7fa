import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';
import { launchChromium } from './chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from './look.ts';

const app = await start();
const { personOf, pictured } = await import('../filings/pages/stage.ts');
const { surelyRead } = await import('../filings/desk/surely-read.ts');
const { aForm } = await import('../factories.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { agentsSetting } = await import('../../src/filings/agents/settings.ts');
const { linkCustomer } = await import('../../src/filings/agents/link-customer.ts');
const { makeCodes } = await import('../../src/filings/service-codes/make-codes.ts');
const { serviceCodesSetting } = await import('../../src/filings/service-codes/settings.ts');
const { submitFiling } = await import('../../src/filings/steps/submit-filing.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');

const customer = await app.signedIn('customer');
const free = await app.signedIn('customer');
const agent = await app.signedIn('agent');
const reviewer = await app.signedIn('reviewer');
const admin = await app.signedIn('administrator');
const terms = { label: '云服务器 47.96.0.10', max_uses: 5, valid_until: null, customer_id: null };
const batch = await makeCodes(SYSTEM, 3, terms);
const code = (await app.db('service_codes').first())?.code_no;
const sure = await surelyRead(free);
const doubtful = await pictured(free, 'provider_review', aForm());
const nos = `filing_nos=${sure.filing_no}&filing_nos=${doubtful.filing_no}`;
await reviewer.post('/review/bulk/claims', { filing_nos: [sure.filing_no, doubtful.filing_no] });
await writeSetting(app.db, agentsSetting, { is_on: true, days: 1 });
await linkCustomer(SYSTEM, {
  ...{ agent_id: agent.user_id, customer_id: customer.user_id, how: 'invitation' },
});
const before = await pictured(customer, 'draft');
await submitFiling(personOf(customer), before.filing_no);
await agent.post(`/agent-filings/${before.filing_no}/claim`);
const invitation = await (await agent.post('/agent-customers/invitations')).text();
const invited = /\/agent-invitations\/[\w-]+/.exec(invitation)?.[0] ?? '';
await writeSetting(app.db, serviceCodesSetting, { needed: 'first', max_uses: 5 });
const draft = await pictured(free, 'draft');
const agent_no = (await app.db('users').where({ id: agent.user_id }).first())?.user_no;

const PAGES = [
  ['codes', admin, `/service-codes?batch=${batch}`],
  ['codes-new', admin, '/service-codes/new'],
  ['codes-import', admin, '/service-codes/new?way=import'],
  ['code', admin, `/service-codes/${code}`],
  ['summary-code', free, `/filings/${draft.filing_no}/steps/summary`],
  ['queue', reviewer, '/review'],
  ['reasons', reviewer, '/review/reasons'],
  ['bulk-pass', reviewer, `/review/bulk/passes?${nos}`],
  ['bulk-return', reviewer, `/review/bulk/returns?${nos}`],
  ['agent-filings', agent, '/agent-filings'],
  ['agent-filing', agent, `/agent-filings/${before.filing_no}`],
  ['agent-customers', agent, '/agent-customers'],
  ['agent-invitation', free, invited],
  ['my-agent', customer, '/my-agent'],
  ['agent-status', customer, `/filings/${before.filing_no}`],
  ['agents', admin, '/agents'],
  ['agent', admin, `/agents/${agent_no}`],
] as const;
const LOOKS = { desktop: {}, 'phone at night': { width: 360, dark: true } };
const browser = await launchChromium();
after(() => browser.close());

for (const [look, screen] of looksNow(LOOKS)) {
  test(`on a ${look} no page of codes, bulk acts and agents breaks its policy, its bounds or a rule of access`, async () => {
    for (const [name, client, path] of PAGES) {
      const window = await windowOf(browser, client, screen);
      await window.open(path);
      await keep(window.page, `${name}-${look.replaceAll(' ', '-')}`);
      assert.deepEqual(await faultsOf(window.page), [], `${name} on a ${look}`);
      window.calm();
      await window.page.context().close();
    }
  });
}

test('the queue counts what is ticked, and leads to the page where it is passed', async () => {
  const { page, open, calm } = await windowOf(browser, reviewer);
  await open('/review');
  await page.locator(`input[name=filing_nos][value=${sure.filing_no}]`).check();
  assert.equal(await page.locator('#bulk [data-picked]').textContent(), '1');
  await page.getByRole('button', { name: '批量通过…' }).click();
  await page.waitForURL(/bulk\/passes/);
  await page.locator('input[name=seen]').check();
  await page.getByRole('button', { name: /通过勾选的/ }).click();
  await page.getByRole('button', { name: '通过', exact: true }).click();
  await page.getByText('1 份全部完成').waitFor();
  calm();
});
