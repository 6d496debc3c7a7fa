import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { start } from '../../harness.ts';
import { makeWorld } from '../../matrix/world.ts';

const app = await start();
const { page } = await import('../pages/stage.ts');
const { DAY, shiftClock } = await import('../../../src/platform/clock.ts');
const { forgetLimits } = await import('../../security/limits.ts');
const agent = await app.signedIn('agent');
const rival = await app.signedIn('agent');
const admin = await app.signedIn('administrator');
const linkOf = (customer_id: number) => app.db('agent_customers').where({ customer_id }).first();

async function invited(by = agent): Promise<string> {
  const html = await (await by.post('/agent-customers/invitations')).text();
  const [path = ''] = /\/agent-invitations\/[\w-]{43}/.exec(html) ?? [];
  assert.notEqual(path, '');
  return path;
}

test('a customer joins by an invitation, is told what that means, and may leave', async () => {
  const customer = await app.signedIn('customer');
  const path = await invited();
  const html = await page(customer, path);
  assert.match(html, /测试代理商/);
  assert.match(html, /能看到您提交的资料和图片/);
  assert.equal((await customer.post(path)).headers.get('location'), '/my-agent');
  assert.equal((await linkOf(customer.user_id))?.agent_id, agent.user_id);
  assert.match(await page(agent, '/agent-customers'), /通过邀请/);
  assert.doesNotMatch(await page(rival, '/agent-customers'), /通过邀请/);
  assert.match(await page(customer, '/my-agent'), /测试代理商/);
  assert.equal((await customer.post('/my-agent/removal')).status, 303);
  assert.equal(await linkOf(customer.user_id), undefined);
});

test('an invitation ends with a newer one, after a week, and with the agent', async () => {
  const customer = await app.signedIn('customer');
  const other = await app.signedIn('agent');
  const old = await invited(other);
  const path = await invited(other);
  assert.equal((await customer.get(old)).status, 404);
  assert.equal((await customer.get(path)).status, 200);
  shiftClock(8 * DAY);
  try {
    const later = await app.signedIn('customer');
    assert.equal((await later.post(path)).status, 404);
  } finally {
    shiftClock(0);
  }
  await app.db('users').where({ id: other.user_id }).update({ disabled_at: new Date() });
  assert.equal((await customer.post(path)).status, 404);
  assert.equal(await linkOf(customer.user_id), undefined);
});

test('a customer has one agent: a second is refused until the first is left, also of eight at once', async () => {
  const customer = await app.signedIn('customer');
  const paths = [await invited(agent), await invited(rival)];
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, at) => customer.post(paths[at % 2] ?? '')),
  );
  assert.equal(answers.filter(({ status }) => status === 303).length, 1);
  assert.equal(answers.filter(({ status }) => status === 409).length, 7);
  assert.equal(
    (await app.db('agent_customers').where({ customer_id: customer.user_id })).length,
    1,
  );
});

test('an agent lets go of his own customers only', async () => {
  const customer = await app.signedIn('customer');
  await customer.post(await invited());
  const { link_no } = (await linkOf(customer.user_id)) ?? {};
  assert.equal((await rival.post(`/agent-customers/${link_no}/removal`)).status, 404);
  assert.ok(await linkOf(customer.user_id));
  assert.equal((await agent.post(`/agent-customers/${link_no}/removal`)).status, 303);
  assert.equal(await linkOf(customer.user_id), undefined);
});

test('an administrator gives customers to agents and takes them; no agent becomes his own customer', async () => {
  const { aPerson } = await import('../../factories.ts');
  const customer = await aPerson();
  const own = await aPerson('agent');
  const { user_no } = (await app.db('users').where({ id: own.id }).first()) ?? {};
  const give = (account: string) => admin.post(`/agents/${user_no}/customers`, { account });
  assert.match(await page(admin, '/agents'), new RegExp(`/agents/${user_no}`));
  const wrong = await give('nobody@example.com');
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /没有这个客户[\s\S]*|value="nobody@example.com"/);
  assert.equal((await give(customer.email)).status, 303);
  const link = await linkOf(customer.id);
  assert.equal(link?.how, 'administrator');
  assert.equal((await give(customer.email)).status, 409);
  await app.db('user_roles').insert({ user_id: own.id, role: 'customer' });
  assert.equal((await give(own.email)).status, 409);
  const away = `/agents/${user_no}/customers/${link?.link_no}/removal`;
  assert.equal((await admin.post(away)).status, 303);
  assert.equal((await admin.post(away)).status, 404);
  const acts = await app.db('audit_entries').where({ subject: `agent_customer:${link?.link_no}` });
  assert.equal(acts.length, 2);
});

test('switching agents on is for administrators, with whole days', async () => {
  assert.equal((await admin.post('/agents/setting', { is_on: 'true', days: '0' })).status, 422);
  assert.equal((await admin.post('/agents/setting', { is_on: 'true', days: '2' })).status, 303);
  assert.match(await page(admin, '/agents'), /name="is_on"[^>]*checked/);
  assert.equal((await agent.post('/agents/setting', { days: '2' })).status, 403);
});

const world = await makeWorld(app);
const table = new Map(
  [
    ...readFileSync(new URL('../../matrix/who-may-what.md', import.meta.url), 'utf8').matchAll(
      /^\| `(\w+ [^`]+)` +\|(.*)\|$/gm,
    ),
  ].map(([, name = '', cells = '']) => [name, cells.split('|').map((cell) => cell.trim())]),
);

test('an agent enters his own pages and what is open to everybody, and nothing else of the product', async () => {
  const wrong: string[] = [];
  for (const route of world.routes) {
    const name = `${route.method} ${route.pattern}`;
    if (/^\/(agent-filings|agent-customers)/.test(route.pattern) || name === 'POST /sign-out')
      continue;
    const cells = table.get(name) ?? [];
    // owner, reviewer, operator, auditor: what none of them is kept from needs no permission.
    const isOpen = [1, 3, 4, 5].every((column) => !['403', undefined].includes(cells[column]));
    if (isOpen) continue;
    await forgetLimits();
    const path = world.pathOf(route, await world.things(route));
    const answer = await (route.method === 'GET' ? agent.get(path) : agent.post(path));
    if (![403, 404].includes(answer.status)) wrong.push(`${name} ${answer.status}`);
  }
  assert.deepEqual(wrong, []);
});
