import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const page = async (path: string) => (await app.client().get(path)).text();

test('anybody may read what becomes of personal data, and finds the way there at the foot of every page and where he signs up', async () => {
  const answer = await app.client().get('/privacy');
  assert.equal(answer.status, 200);
  const html = await answer.text();
  for (const words of ['收集什么', '交给谁', '通信管理局', '怎样保存', '您的权利', '联系我们'])
    assert.ok(html.includes(words), words);
  assert.match(await page('/'), /<footer[\s\S]*href="\/privacy"/);
  assert.match(await page('/sign-up'), /<form[\s\S]*href="\/privacy"[\s\S]*<\/form>/);
});

test('whom to ask is what the administrator has set', async () => {
  const administrator = await app.signedIn('administrator');
  const site = { name: '云图主机', footer_icp: '', contact: 'privacy@example.cn' };
  assert.equal((await administrator.post('/settings/site', site)).status, 303);
  assert.match(await page('/privacy'), /<p>privacy@example\.cn<\/p>/);
});

test('the first page promises the days that are set, not others', async () => {
  const { inTransaction } = await import('../../src/platform/db.ts');
  const { settingNamed, writeSetting } = await import('../../src/platform/settings.ts');
  const pace = { review_days: 3, bureau_days: 17 };
  await inTransaction((trx) => writeSetting(trx, settingNamed('filings.pace'), pace));
  assert.match(await page('/'), /初审不超过 3 个工作日，管局审核不超过 17 个工作日/);
});

test('how long sessions are kept is what the page says', async () => {
  await app.signedIn('customer');
  const { schedules } = await import('../../src/accounts/index.ts');
  const { DAY, fromNow } = await import('../../src/platform/clock.ts');
  const days = Number(/（(\d+) 天）/.exec(await page('/privacy'))?.[1]);
  const aged = async (age: number) => {
    await app.db('sessions').update({ seen_at: fromNow(-age * DAY) });
    for (const { run } of schedules) await run();
    return (await app.db('sessions')).length;
  };
  assert.ok((await aged(days - 1)) > 0);
  assert.equal(await aged(days + 1), 0);
});
