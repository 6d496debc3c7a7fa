import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { setupToken } = await import('../../src/accounts/index.ts');
const { readSetting } = await import('../../src/platform/settings.ts');
const { siteSetting } = await import('../../src/ops/index.ts');
const token = await setupToken();
const form = {
  token,
  site_name: '云图主机',
  name: '王店主',
  email: 'boss@example.cn',
  password: 'blue kettle sings 7',
  password_again: 'blue kettle sings 7',
};
const boss = app.client();

test('a wrong, cut or missing token looks like a page that does not exist, and makes nobody', async () => {
  for (const wrong of ['', 'x', token.slice(1), `${token}x`, token.toUpperCase()]) {
    const page = await boss.get(`/setup?token=${encodeURIComponent(wrong)}`);
    assert.equal(page.status, 404, wrong);
    assert.match(await page.text(), /设置链接无效或已使用/);
    assert.equal((await boss.post('/setup', { ...form, token: wrong })).status, 404);
  }
  assert.deepEqual(await app.db('users'), []);
});

test('bad input is named field by field, and what was typed stays, but for the passwords', async () => {
  const bad: [change: Record<string, string>, words: RegExp][] = [
    [{ email: 'no address' }, /邮箱格式不正确/],
    [{ site_name: ' ' }, /请给站点起个名字/],
    [{ password_again: 'another' }, /两次输入的密码不一致/],
    [{ password: 'short', password_again: 'short' }, /至少 10 位/],
    [{ password: '1234567890', password_again: '1234567890' }, /太常见/],
  ];
  for (const [change, words] of bad) {
    const answer = await boss.post('/setup', { ...form, ...change });
    const html = await answer.text();
    assert.equal(answer.status, 422, JSON.stringify(change));
    assert.match(html, words);
    assert.match(html, /value="王店主"/);
    assert.ok(html.includes(`value="${token}"`), 'the link still works');
    assert.doesNotMatch(html, /blue kettle|1234567890/);
  }
  assert.equal((await boss.post('/setup', { token })).status, 422, 'an empty form');
});

test('the link makes the administrator, signs him in, and is used up', async () => {
  assert.equal((await boss.get(`/setup?token=${token}`)).status, 200);
  const made = await boss.post('/setup', form);
  assert.equal(made.headers.get('location'), '/setup/connections');
  const page = await boss.get('/setup/connections');
  assert.equal(page.status, 200);
  assert.match(await page.text(), /管理员已创建/);
  assert.equal((await readSetting(siteSetting)).name, '云图主机');
  assert.ok((await app.db('users').first('signed_in_at'))?.signed_in_at, 'who is in has signed in');
  const other = app.client();
  assert.equal((await other.get(`/setup?token=${token}`)).status, 404);
  assert.equal((await other.post('/setup', { ...form, email: 'other@example.cn' })).status, 404);
  assert.equal((await app.db('users')).length, 1);
});
