import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { start } from '../harness.ts';

const app = await start();
const { deviceInWords, maskIp, sourceOf } = await import('../../src/accounts/own/device.ts');
const { identifierIn } = await import('../../src/accounts/entry/identifiers.ts');
const { nextPath } = await import('../../src/accounts/entry/next-path.ts');
const { isPassword, hashPassword } = await import('../../src/accounts/entry/passwords.ts');
const { openSession } = await import('../../src/accounts/index.ts');

test('a device is named in words its owner knows', () => {
  for (const [agent, words] of [
    ['Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/130 Safari/537 Edg/130', 'Windows · Edge'],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15) Version/17 Safari/605', 'Mac · Safari'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) MicroMessenger/8.0', 'iPhone · 微信'],
    ['Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile Safari/537', '安卓 · Chrome'],
    ['Mozilla/5.0 (Phone; OpenHarmony 5.0) HuaweiBrowser/5', '鸿蒙 · 华为浏览器'],
    ['curl/8', '未知设备'],
    [undefined, '未知设备'],
  ] as const) {
    assert.equal(deviceInWords(agent), words);
  }
});

test('an address is masked, and all addresses of one IPv6 network count as one source', () => {
  assert.equal(maskIp('203.0.113.7'), '203.0.*.*');
  assert.equal(maskIp('::ffff:203.0.113.7'), '203.0.*.*');
  assert.equal(maskIp('2001:db8:1:2::3'), '2001:db8:*');
  assert.equal(sourceOf('::ffff:203.0.113.7'), '203.0.113.7');
  assert.equal(sourceOf('2001:db8:1:2::3'), sourceOf('2001:db8:1:2:ffff:1:2:3'));
  assert.notEqual(sourceOf('2001:db8:1:2::3'), sourceOf('2001:db8:1:3::3'));
  assert.equal(sourceOf('2001:db8::1'), sourceOf('2001:db8:0:0:5::1'));
});

test('a mobile number or a mail address has one form, however it is typed', () => {
  const mobile = { kind: 'mobile', value: '13800138000' };
  for (const text of [
    '13800138000',
    '138 0013 8000',
    '+86-138-0013-8000',
    '8613800138000',
    '１３８００１３８０００',
  ]) {
    assert.deepEqual(identifierIn(text), mobile, text);
  }
  assert.deepEqual(identifierIn(' Li.Hua@Example.COM '), {
    kind: 'email',
    value: 'li.hua@example.com',
  });
  for (const text of ['', '12800138000', 'a@b', '@example.com', 'a b@example.com', 'a@b@c.com']) {
    assert.equal(identifierIn(text), undefined, text);
  }
});

test('wherever "next" points, a browser stays on this site', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.webUrl(),
        fc.string().map((text) => `/${text}`),
      ),
      (text) => {
        const path = nextPath(text);
        assert.equal(new URL(path, 'https://ours.example').origin, 'https://ours.example');
        assert.ok(path.startsWith('/') && !path.startsWith('//'));
      },
    ),
  );
  assert.equal(nextPath(['/a', '/b']), '/');
});

test('over https the cookie is bound to this host', async () => {
  const user = await (await import('../people.ts')).personWithSession('customer');
  const source = { ip: '127.0.0.1', secure: true, headers: {} };
  const cookie = await openSession(app.db, user.user_id, source);
  assert.equal(cookie.name, '__Host-session');
  const { secure, httpOnly, sameSite, path, domain } = cookie.options;
  assert.deepEqual(
    { secure, httpOnly, sameSite, path, domain },
    { secure: true, httpOnly: true, sameSite: 'lax', path: '/', domain: undefined },
  );
});

test('no password fits an account without one', async () => {
  assert.equal(await isPassword('nobody has this password', null), false);
  const hash = await hashPassword('blue kettle sings 7');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await isPassword('blue kettle sings 7', hash), true);
});

test('how long sessions live is set on a page, and wrong numbers are refused there', async () => {
  const admin = await app.signedIn('administrator');
  const form = {
    open: 'true',
    operator_idle_minutes: '45',
    operator_absolute_hours: '10',
    customer_idle_days: '20',
    customer_absolute_days: '100',
  };
  assert.equal((await admin.post('/settings/accounts', form)).status, 303);
  const { lifeOfSession } = await import('../../src/accounts/settings.ts');
  assert.deepEqual(await lifeOfSession(true), { idle: 45 * 60_000, absolute: 36_000_000 });
  const wrong = await admin.post('/settings/accounts', { ...form, operator_idle_minutes: '1' });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /不小于 5/);
});
