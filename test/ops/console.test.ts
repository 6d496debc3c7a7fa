import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { defineConnection } = await import('../../src/platform/connections.ts');
const { defineOwedWork } = await import('../../src/platform/owed.ts');

/** An outside system that answers as the test wants, and counts how often it is asked. */
const outside = { asked: 0, answer: async () => ({ state: 'ok', words: '可以连通' }) as const };
let test_: () => Promise<{ state: 'ok' | 'off' | 'failed'; words: string }> = outside.answer;
defineConnection({
  key: 'test',
  title: '试验系统',
  settings_url: '/settings/mail',
  test: () => {
    outside.asked++;
    return test_();
  },
});
defineOwedWork('notify.deliver', async () => new Date(Date.now() - 10 * 60_000));
const administrator = await app.signedIn('administrator');
const post = (path: string) => administrator.post(path);
const page = async (path: string) => (await administrator.get(path)).text();

test('the test button says what was found, in words, and the page keeps it', async () => {
  test_ = async () => ({ state: 'failed', words: '用户名或密码不正确' });
  const answer = await post('/setup/connections/test/test');
  assert.equal(answer.headers.get('location'), '/setup/connections?tested=test#connection-test');
  const html = await page('/setup/connections');
  assert.match(html, /试验系统：用户名或密码不正确/);
  assert.match(html, /不可用/);
  assert.equal((await post('/setup/connections/none/test')).status, 404);
});

test('a test that throws is told without the address in its words', async () => {
  test_ = () => Promise.reject(new Error('550 <lihua@example.com> rejected'));
  await post('/setup/connections/test/test');
  const html = await page('/setup/connections');
  assert.match(html, /试验系统：550/);
  assert.doesNotMatch(html, /lihua/);
});

test('looking at the console again and again asks nobody again and again', async () => {
  test_ = outside.answer;
  await post('/setup/connections/test/test');
  const before = outside.asked;
  for (let i = 0; i < 5; i++) assert.match(await page('/console'), /可以连通/);
  assert.equal(outside.asked, before);
});

test('a system that does not answer holds up no page', async () => {
  const left: (() => void)[] = [];
  after(() => {
    for (const leave of left) leave();
  });
  test_ = () =>
    new Promise((resolve) => {
      left.push(() => resolve({ state: 'ok', words: '终于' }));
    });
  const pressed = post('/setup/connections/test/test');
  const html = await page('/console');
  assert.match(html, /检查中/);
  for (const leave of left) leave();
  await pressed;
  assert.match(await page('/console'), /终于/);
});

test('what has been waiting too long is named in words', async () => {
  assert.match(await page('/console'), /邮件和短信发送：最早的已等待 10 分钟/);
});

for (const [role, opens] of [
  ['administrator', ['/console', '/setup/connections', '/settings', '/styleguide']],
  ['reviewer', ['/console']],
  ['operator', ['/console']],
  ['auditor', ['/console']],
  ['customer', []],
] as const) {
  test(`${role} sees ${opens.length ? opens.join(', ') : 'none of it'}, and no link to what is closed to him`, async () => {
    const who = await app.signedIn(role);
    for (const path of ['/console', '/setup/connections', '/settings', '/styleguide']) {
      const answer = await who.get(path);
      const html = await answer.text();
      assert.equal(answer.status, opens.some((open) => open === path) ? 200 : 403, path);
      if (answer.status !== 200 || role === 'administrator') continue;
      assert.doesNotMatch(html, /href="\/(settings|setup|people|bureaus)/, path);
    }
    for (const path of ['/setup/sandboxes', '/setup/connections/test/test', '/settings/site'])
      if (role !== 'administrator') assert.equal((await who.post(path)).status, 403, path);
    assert.equal(
      (await who.get('/')).headers.get('location'),
      role === 'customer' ? '/filings' : '/console',
    );
  });
}

test('sandboxes need the supervisor: without it the page says so, and nothing is changed', async () => {
  const answer = await administrator.post('/setup/sandboxes', { sandboxes: ['bureau', 'mail'] });
  assert.equal(answer.headers.get('location'), '/setup/connections');
  assert.match(
    await page('/setup/connections'),
    /演练环境由 npm start 启动的守护进程运行，当前的启动方式不支持/,
  );
  assert.deepEqual(await app.db('settings').where({ name: 'sandboxes' }), []);
  assert.deepEqual(await app.db('audit_entries').where({ action: 'sandboxes.changed' }), []);
  await post('/setup/sandboxes');
  assert.equal((await app.db('audit_entries').where({ action: 'sandboxes.changed' })).length, 1);
});

test('the name of the site is changed on every page; one that is none is refused, and stays to be mended', async () => {
  const saved = await administrator.post('/settings/site', {
    name: '云图主机',
    footer_icp: '浙ICP备2026000001号-1',
  });
  assert.equal(saved.status, 303);
  assert.match(
    await (await app.client().get('/sign-in')).text(),
    /云图主机[\s\S]*浙ICP备2026000001号-1/,
  );
  const refused = await administrator.post('/settings/site', {
    name: '长'.repeat(41),
    footer_icp: '',
  });
  assert.equal(refused.status, 422);
  assert.match(
    await refused.text(),
    new RegExp(`不超过 40 个字[\\s\\S]*|value="${'长'.repeat(41)}"`),
  );
});
