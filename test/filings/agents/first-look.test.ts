import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aFiling, aForm, aPerson, filingNow, withPictures } = await import('../../factories.ts');
const { lineOf, page, personOf, pictured } = await import('../pages/stage.ts');
const agency = await import('./agency.ts');
const { agentsSetting } = await import('../../../src/filings/agents/settings.ts');
const { unlinkCustomer } = await import('../../../src/filings/agents/link-customer.ts');
const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
const { writeSetting } = await import('../../../src/platform/settings.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');
const { marksOf } = await import('../../../src/filings/marks.ts');

const turn = (is_on: boolean, days = 1) => writeSetting(app.db, agentsSetting, { is_on, days });
await turn(true);
const agent = await app.signedIn('agent');
const rival = await app.signedIn('agent');
const reviewer = await app.signedIn('reviewer');
const handedIn = (agent_id: number | null = agent.user_id) => agency.handedIn(app, agent_id);
const link = (customer_id: number) => agency.link(customer_id, agent.user_id);
const at = (filing_no: string, more = '') => `/agent-filings/${filing_no}${more}`;
const lines = (html: string) =>
  [...html.matchAll(/name="ok" value="([^"]+)"/g)].map(([, path = '']) => path);
const stands = async (filing_no: string) => (await filingNow(filing_no)).status;

test('what an agent passes goes on to us with all lines ticked, and both looks are kept', async () => {
  const { filing_no, id, client } = await handedIn();
  assert.equal(await stands(filing_no), 'agent_review');
  assert.ok(!(await page(reviewer, '/review')).includes(filing_no), 'it is not our turn');
  assert.ok((await page(agent, '/agent-filings')).includes(at(filing_no)));
  assert.match(await page(client, `/filings/${filing_no}`), /代理商正在核对/);
  await agent.post(at(filing_no, '/claim'));
  const html = await page(agent, at(filing_no));
  const send = async (ok: string[]) =>
    agent.post(at(filing_no, '/decision'), {
      ...{ version: String((await filingNow(filing_no)).version), decision: 'pass', ok },
    });
  assert.equal((await send([])).status, 422);
  assert.equal((await send(lines(html))).status, 303);
  const row = await filingNow(filing_no);
  assert.deepEqual(
    [row.status, row.reviewer_id, row.agent_due_at],
    ['provider_review', null, null],
  );
  assert.ok(row.review_due_at);
  assert.ok((await page(reviewer, '/review')).includes(filing_no));
  await reviewer.post(`/review/${filing_no}/claim`);
  const ours = await page(reviewer, `/review/${filing_no}`);
  assert.match(ours, /代理核对通过/);
  assert.doesNotMatch(lineOf(ours, 'entity.mailing_address'), /name="ok"[^>]* checked/);
  const passed = await reviewer.post(`/review/${filing_no}/decision`, {
    ...{ version: String(row.version), decision: 'pass', ok: lines(ours) },
  });
  assert.equal(passed.status, 303);
  const reviews = await app.db('filing_reviews').where({ filing_id: id }).orderBy('id');
  assert.deepEqual(
    reviews.map(({ is_agent, reviewer_id }) => [Boolean(is_agent), reviewer_id]),
    [
      [true, agent.user_id],
      [false, reviewer.user_id],
    ],
  );
});

test('what an agent returns comes back to the customer with its marks, and to the agent again', async () => {
  const { filing_no, version, client } = await handedIn();
  await agent.post(at(filing_no, '/claim'));
  const answer = await agent.post(at(filing_no, '/decision'), {
    ...{ version: String(version), decision: 'return', 'words:entity.mailing_address': '写到门牌' },
  });
  assert.equal(answer.status, 303);
  assert.equal(marksOf(await filingNow(filing_no)).length, 1);
  const html = await page(client, `/filings/${filing_no}`);
  assert.match(html, /写到门牌/);
  assert.match(html, /代理退回修改/);
  await submitFiling(personOf(client), filing_no, { word: '已经是完整地址' });
  assert.equal(await stands(filing_no), 'agent_review');
});

test('without an agent, with a disabled one, or with agents switched off, a filing comes straight to us', async () => {
  assert.equal((await handedIn(null)).status, 'provider_review');
  const gone = await aPerson('agent');
  await app.db('users').where({ id: gone.id }).update({ disabled_at: new Date() });
  assert.equal((await handedIn(gone.id)).status, 'provider_review');
  const plain = await aPerson('reviewer');
  assert.equal((await handedIn(plain.id)).status, 'provider_review', 'he is no agent any more');
  await turn(false);
  assert.equal((await handedIn()).status, 'provider_review');
  await turn(true);
});

test('another agent sees nothing of it: not in his list, no page, no picture, no act, the same words as for none', async () => {
  const { filing_no, version } = await handedIn();
  assert.ok(!(await page(rival, '/agent-filings')).includes(filing_no));
  const told = async (no: string, act = '', form?: Record<string, string>) => {
    const answer = await (form ? rival.post(at(no, act), form) : rival.get(at(no, act)));
    const text = (await answer.text()).replace(/[0-9a-f]{8}(-[0-9a-f]{4,12}){4}/g, '');
    return `${answer.status} ${text.replaceAll(no, '…')}`;
  };
  const none = 'BAZZZZZZZZZZZZZZZZ';
  const decision = { version: String(version), decision: 'return', 'words:': '退回' };
  for (const [act, form] of [
    ['', undefined],
    ['/claim', {}],
    ['/decision', decision],
  ] as const) {
    const answer = await told(filing_no, act, form);
    assert.match(answer, /^404/, act);
    assert.equal(answer, await told(none, act, form), act);
  }
  await rival.post(at(filing_no, '/claim/removal'));
  await agent.post(at(filing_no, '/claim'));
  const html = await page(agent, at(filing_no));
  const [picture = ''] = /\/documents\/WJ\w+\/view/.exec(html) ?? [];
  assert.notEqual(picture, '');
  assert.equal((await agent.get(picture)).status, 200);
  assert.equal((await rival.get(picture)).status, 404);
  assert.equal((await filingNow(filing_no)).reviewer_id, agent.user_id);
  assert.equal(await stands(filing_no), 'agent_review');
});

test("an agent sees no draft, nothing of a stranger's, and pictures only as long as he has the claim", async () => {
  const client = await app.signedIn('customer');
  await link(client.user_id);
  const draft = await pictured(client, 'draft');
  assert.equal((await agent.get(at(draft.filing_no))).status, 404);
  const stranger = await aFiling({ customer: await aPerson(), status: 'provider_review' });
  assert.equal((await agent.get(at(stranger.filing_no))).status, 404);
  const { filing_no, client: other } = await handedIn();
  const masked = await page(agent, at(filing_no));
  assert.match(masked, /个人信息已遮盖/);
  assert.doesNotMatch(masked, /张晨曦|reveals/);
  await agent.post(at(filing_no, '/claim'));
  const html = await page(agent, at(filing_no));
  assert.match(html, /张晨曦/);
  const looks = await app
    .db('audit_entries')
    .where({ subject: `filing:${filing_no}`, action: 'filing.revealed' });
  assert.equal(looks.length, 1);
  const [picture = ''] = /\/documents\/WJ\w+\/view/.exec(html) ?? [];
  assert.equal((await agent.get(picture)).status, 200);
  await unlinkCustomer(SYSTEM, { customer_id: other.user_id });
  assert.equal((await agent.get(picture)).status, 404);
  assert.equal((await agent.get(at(filing_no))).status, 404);
});

test('of eight decisions of an agent at once one counts, and an older version is refused', async () => {
  const { filing_no, version, id } = await handedIn();
  await agent.post(at(filing_no, '/claim'));
  const decide = (seen: number) =>
    agent.post(at(filing_no, '/decision'), {
      ...{ version: String(seen), decision: 'return', 'words:': '请补充说明' },
    });
  assert.equal((await decide(version - 1)).status, 409);
  const answers = await Promise.all(Array.from({ length: 8 }, () => decide(version)));
  assert.equal(answers.filter(({ status }) => status === 303).length, 1);
  assert.equal((await app.db('filing_reviews').where({ filing_id: id })).length, 1);
});

test('we cannot decide for an agent, nor he for us', async () => {
  const { filing_no, version } = await handedIn();
  assert.equal((await reviewer.post(`/review/${filing_no}/claim`)).status, 409);
  const form = { version: String(version), decision: 'return', 'words:': '退回' };
  assert.equal((await reviewer.post(`/review/${filing_no}/decision`, form)).status, 409);
  const ours = await handedIn();
  await app.db('filings').where({ id: ours.id }).update({ status: 'provider_review' });
  assert.equal((await agent.post(at(ours.filing_no, '/claim'))).status, 409);
  const late = { ...form, version: String(ours.version) };
  assert.equal((await agent.post(at(ours.filing_no, '/decision'), late)).status, 409);
});

test('ticks of ours survive an agent between two submissions; his are not taken for ours', async () => {
  const { filing_no, client } = await handedIn();
  const pass = async () => {
    await agent.post(at(filing_no, '/claim'));
    const html = await page(agent, at(filing_no));
    const { version } = await filingNow(filing_no);
    await agent.post(at(filing_no, '/decision'), {
      ...{ version: String(version), decision: 'pass', ok: lines(html) },
    });
  };
  await pass();
  await reviewer.post(`/review/${filing_no}/claim`);
  const { version } = await filingNow(filing_no);
  await reviewer.post(`/review/${filing_no}/decision`, {
    ...{ version: String(version), decision: 'return', ok: ['entity.mailing_address'] },
    'words:': '请确认电话',
  });
  await submitFiling(personOf(client), filing_no, { word: '电话可以接通' });
  await pass();
  await reviewer.post(`/review/${filing_no}/claim`);
  const html = await page(reviewer, `/review/${filing_no}`);
  assert.match(lineOf(html, 'entity.mailing_address'), /name="ok"[^>]* checked/);
  assert.doesNotMatch(lineOf(html, 'entity.leader.mobile'), /name="ok"[^>]* checked/);
});

test('an agent’s customer files by a program too, and an import of our own people passes the agent by', async () => {
  const { fileFiling } = await import('../../../src/filings/api/file-filing.ts');
  const customer = await aPerson();
  await link(customer.id);
  const { readFilingRequest } = await import('../../../src/filings/api/filing-request.ts');
  const request = async () => {
    const { entity, services, consents, materials } = await withPictures(aForm(), customer);
    return readFilingRequest({ entity, services, consents, materials });
  };
  const filed = await fileFiling(customer, await request(), { source: 'api' });
  assert.equal(filed.status, 'agent_review');
  const brought = await fileFiling({ id: customer.id, actor: SYSTEM }, await request(), {
    source: 'import',
  });
  assert.equal(brought.status, 'provider_review');
});
