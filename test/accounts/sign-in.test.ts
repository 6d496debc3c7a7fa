import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { createUser } = await import('../../src/accounts/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { shiftClock, MINUTE, DAY } = await import('../../src/platform/clock.ts');

const PASSWORD = 'blue kettle sings 7';
let count = 0;

async function aCustomer(more: { mobile?: string; roles?: ('customer' | 'administrator')[] } = {}) {
  const email = `person${++count}@example.com`;
  const user = { name: '李样例', email, password: PASSWORD, roles: ['customer'] as const, ...more };
  const { id, user_no } = await inTransaction((trx) => createUser(trx, user));
  return { id, user_no, email };
}

async function signedInBrowser(account: string) {
  const browser = app.client();
  const answer = await browser.post('/sign-in', { account, password: PASSWORD });
  assert.equal(answer.status, 303, await answer.clone().text());
  return browser;
}

test('a person signs in by mail address or by mobile number, however it is written', async () => {
  const { email } = await aCustomer({ mobile: '13800138011' });
  for (const account of [email, ` ${email.toUpperCase()} `, '13800138011', '+86 138-0013-8011']) {
    const browser = await signedInBrowser(account);
    assert.equal((await browser.get('/account')).status, 200);
  }
});

test('the session cookie cannot be read by scripts or sent by other sites, and its value is stored nowhere', async () => {
  const { email } = await aCustomer();
  const answer = await app.client().post('/sign-in', { account: email, password: PASSWORD });
  const line = answer.headers.getSetCookie().find((each) => each.startsWith('session=')) ?? '';
  assert.match(line, /HttpOnly/);
  assert.match(line, /SameSite=Lax/);
  const token = /^session=([^;]+)/.exec(line)?.[1] ?? '';
  assert.ok(token.length >= 43);
  const stored = JSON.stringify(await app.db('sessions').select());
  assert.ok(!stored.includes(token));
});

test('signing in gives a new token and ends the one the browser came with', async () => {
  const { email } = await aCustomer();
  const browser = await signedInBrowser(email);
  const old = browser.cookies.get('session') ?? '';
  await browser.post('/sign-in', { account: email, password: PASSWORD });
  assert.notEqual(browser.cookies.get('session'), old);
  const thief = app.client();
  thief.cookies.set('session', old);
  assert.equal((await thief.get('/account')).status, 303);
});

test('a wrong password and an unknown account get the very same answer', async () => {
  const { email } = await aCustomer();
  const wrong = await app
    .client()
    .post('/sign-in', { account: email, password: 'not the password' });
  const none = await app
    .client()
    .post('/sign-in', { account: 'nobody@example.com', password: 'not the password' });
  assert.equal(wrong.status, 422);
  assert.equal(none.status, 422);
  const strip = async (answer: Response, account: string) =>
    (await answer.text()).replaceAll(account, '').replace(/[0-9a-f-]{36}/g, '');
  assert.equal(await strip(wrong, email), await strip(none, 'nobody@example.com'));
});

test('an empty form is shown again with what was typed, and never the password', async () => {
  const answer = await app
    .client()
    .post('/sign-in', { account: 'typed@example.com', password: '' });
  assert.equal(answer.status, 422);
  const page = await answer.text();
  assert.match(page, /typed@example\.com/);
  assert.match(page, /请填写密码/);
});

test('five wrong tries stop an account at this source for a quarter of an hour, then it is free again', async () => {
  const { email } = await aCustomer();
  for (let i = 0; i < 5; i++) {
    const answer = await app
      .client()
      .post('/sign-in', { account: email, password: `wrong ${i} wrong` });
    assert.equal(answer.status, 422);
  }
  const stopped = await app.client().post('/sign-in', { account: email, password: PASSWORD });
  assert.equal(stopped.status, 429);
  assert.match(await stopped.text(), /请 1[45] 分钟后再试/);
  shiftClock(16 * MINUTE);
  try {
    await signedInBrowser(email);
  } finally {
    shiftClock(0);
  }
});

test('tries made at the same instant are all counted', async () => {
  const { email } = await aCustomer();
  const { signIn } = await import('../../src/accounts/entry/sign-in.ts');
  const source = { ip: '203.0.113.9', secure: false, headers: {} };
  const tries = Array.from({ length: 12 }, (_, i) =>
    signIn({ account: email, password: `wrong ${i} wrong` }, source),
  );
  const refusals = (await Promise.allSettled(tries)).map((each) =>
    each.status === 'rejected' ? String(each.reason.code) : 'in',
  );
  assert.equal(refusals.filter((code) => code === 'unprocessable').length, 5);
  assert.equal(refusals.filter((code) => code === 'too_many').length, 7);
});

test('an account is guarded against guesses from many addresses too', async () => {
  const { email } = await aCustomer();
  const { takeTry } = await import('../../src/accounts/entry/attempts.ts');
  for (let i = 0; i < 50; i++) {
    await takeTry({ key: `sign_in|${email}`, most: 50, windowMs: 60 * MINUTE });
  }
  const answer = await app.client().post('/sign-in', { account: email, password: PASSWORD });
  assert.equal(answer.status, 429);
});

test('after signing in a person comes back to where he wanted to go, but never to another site', async () => {
  const { email } = await aCustomer();
  const went = await app.client().get('/account/devices?a=1');
  assert.equal(went.headers.get('location'), '/sign-in?next=%2Faccount%2Fdevices%3Fa%3D1');
  for (const [next, expected] of [
    ['/account/devices?a=1', '/account/devices?a=1'],
    ['https://evil.example/', '/'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['/\t/evil.example', '/'],
    ['/.//evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
  ]) {
    const form = { account: email, password: PASSWORD, next: next ?? '' };
    const answer = await app.client().post('/sign-in', form);
    assert.equal(answer.headers.get('location'), expected, next);
  }
});

test('signing out ends the session on the server', async () => {
  const { email } = await aCustomer();
  const browser = await signedInBrowser(email);
  const token = browser.cookies.get('session') ?? '';
  assert.equal((await browser.post('/sign-out')).status, 303);
  assert.equal(browser.cookies.get('session'), undefined);
  browser.cookies.set('session', token);
  assert.equal((await browser.get('/account')).status, 303);
});

test('an operator who does nothing for half an hour is signed out, a customer is not', async () => {
  const customer = await signedInBrowser((await aCustomer()).email);
  const admin = await signedInBrowser((await aCustomer({ roles: ['administrator'] })).email);
  shiftClock(31 * MINUTE);
  try {
    assert.equal((await customer.get('/account')).status, 200);
    assert.equal((await admin.get('/account')).status, 303);
    shiftClock(29 * DAY);
    assert.equal((await customer.get('/account')).status, 200);
    shiftClock(29 * DAY + 31 * DAY);
    assert.equal((await customer.get('/account')).status, 303);
  } finally {
    shiftClock(0);
  }
});

test('an operator who works on without a break signs in again after twelve hours', async () => {
  const admin = await signedInBrowser((await aCustomer({ roles: ['administrator'] })).email);
  try {
    for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
      shiftClock(minutes * MINUTE);
      assert.equal((await admin.get('/account')).status, 200);
    }
    shiftClock((12 * 60 + 1) * MINUTE);
    assert.equal((await admin.get('/account')).status, 303);
  } finally {
    shiftClock(0);
  }
});

test('a session is written to at most once a minute', async () => {
  const { id, email } = await aCustomer();
  const browser = await signedInBrowser(email);
  const seen = async () =>
    (await app.db('sessions').where({ user_id: id }).first('seen_at'))?.seen_at.getTime();
  const first = await seen();
  await browser.get('/account');
  assert.equal(await seen(), first);
  shiftClock(2 * MINUTE);
  try {
    await browser.get('/account');
    assert.notEqual(await seen(), first);
  } finally {
    shiftClock(0);
  }
});

test('the record keeps who signed in, and failures without flooding', async () => {
  const { user_no, email } = await aCustomer();
  for (let i = 0; i < 5; i++)
    await app.client().post('/sign-in', { account: email, password: 'wrong wrong' });
  const actions = await app
    .db('audit_entries')
    .where({ subject: `user:${user_no}` })
    .orderBy('id')
    .pluck('action');
  assert.deepEqual(actions, [
    'account.created',
    'account.sign_in_failed',
    'account.sign_in_stopped',
  ]);
});

test('a new device is told of, a known one is not', async () => {
  const { id, email } = await aCustomer();
  const from = (agent: string) =>
    app.client().fetch('/sign-in', {
      method: 'POST',
      headers: { 'user-agent': agent },
      body: new URLSearchParams({ account: email, password: PASSWORD }),
    });
  const told = async () =>
    app.db('notifications').where({ user_id: id, event: 'account.new_sign_in' }).pluck('id');
  await from('Mozilla/5.0 (Windows NT 10.0) Chrome/130');
  assert.equal((await told()).length, 0);
  await from('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Safari/604');
  assert.equal((await told()).length, 1);
  await from('Mozilla/5.0 (Windows NT 10.0) Chrome/131');
  assert.equal((await told()).length, 1);
});
