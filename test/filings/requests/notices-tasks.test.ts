import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { page, personOf, pictured } = await import('../pages/stage.ts');
const { aTask } = await import('./status-stage.ts');
const { tellTasks } = await import('../../../src/filings/notices/tell-tasks.ts');
const customer = await app.signedIn('customer');
const other = await app.signedIn('customer');
const messages = (user_id: number) =>
  app.db('notifications').where({ user_id, event: 'filing.rectification' });

test('a customer is told once of what is to be put right, with its day, and finds it on the page', async () => {
  const { filing_no } = await pictured(customer, 'approved');
  await aTask(filing_no, 'rectification', '首页底部没有备案号');
  await aTask(filing_no, 'ip_conflict', '我们的事');
  await tellTasks();
  await Promise.all([tellTasks(), tellTasks()]);
  const { id } = personOf(customer);
  const told = await messages(id);
  assert.equal(told.length, 1);
  assert.match(JSON.stringify(await page(customer, '/messages')), /收到管局整改通知/);
  assert.match(await page(customer, `/filings/${filing_no}`), /首页底部没有备案号/);
  assert.equal((await messages(personOf(other).id)).length, 0);
});

test('another demand about the same filing is told as well', async () => {
  const { filing_no } = await pictured(other, 'approved');
  await aTask(filing_no, 'rectification', '第一件');
  await tellTasks();
  await aTask(filing_no, 'rectification', '第二件');
  await tellTasks();
  assert.equal((await messages(personOf(other).id)).length, 2);
});

test('of what was settled before anybody was told nothing is said', async () => {
  const third = await app.signedIn('customer');
  const { filing_no } = await pictured(third, 'approved');
  await aTask(filing_no, 'rectification', '已了结');
  await app.db('bureau_tasks').where({ filing_no }).update({ state: 'closed' });
  await tellTasks();
  assert.equal((await messages(personOf(third).id)).length, 0);
});
