import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { createUser } = await import('../../src/accounts/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { shiftClock, DAY } = await import('../../src/platform/clock.ts');

const PASSWORD = 'blue kettle sings 7';
let count = 0;

async function aCustomer() {
  const email = `owner${++count}@example.com`;
  const user = { name: '李样例', email, password: PASSWORD, roles: ['customer'] as const };
  const { id, user_no } = await inTransaction((trx) => createUser(trx, user));
  const enter = async () => {
    const browser = app.client();
    await browser.post('/sign-in', { account: email, password: PASSWORD });
    return browser;
  };
  return { id, user_no, email, enter, browser: await enter() };
}

test('nobody sees an account page without signing in', async () => {
  for (const path of ['/account', '/account/devices', '/messages', '/kept-form']) {
    const answer = await app.client().get(path);
    assert.equal(answer.status, 303, path);
    assert.match(answer.headers.get('location') ?? '', /^\/sign-in\?next=/);
  }
  for (const path of ['/account/profile', '/account/password', '/account/devices/removal']) {
    assert.equal((await app.client().post(path, { name: 'x' })).status, 401, path);
  }
});

test('a person changes the name freely, and mail or mobile with the password', async () => {
  const { browser, email } = await aCustomer();
  const renamed = await browser.post('/account/profile', { name: '新名字', email, mobile: '' });
  assert.equal(renamed.status, 303);
  const moved = { name: '新名字', email: `moved-${email}`, mobile: '13800138031' };
  const refused = await browser.post('/account/profile', { ...moved, your_password: 'wrong' });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /moved-/);
  const done = await browser.post('/account/profile', { ...moved, your_password: PASSWORD });
  assert.equal(done.status, 303);
  const answer = await app.client().post('/sign-in', { account: moved.mobile, password: PASSWORD });
  assert.equal(answer.status, 303);
});

test('a changed mail address voids the links sent to the old one, which is told', async () => {
  const { browser, email, id } = await aCustomer();
  const { sendResetLink } = await import('../../src/accounts/entry/password-links.ts');
  const { unseal } = await import('../../src/platform/seal.ts');
  await sendResetLink({ kind: 'email', value: email });
  const open = () => app.db('password_links').where({ user_id: id }).whereNull('used_at');
  assert.equal((await open()).length, 1);
  await browser.post('/account/profile', { name: '新名字', email, mobile: '' });
  assert.equal((await open()).length, 1, 'a new name leaves it good');
  const moved = { name: '新名字', email: `new-${email}`, mobile: '', your_password: PASSWORD };
  assert.equal((await browser.post('/account/profile', moved)).status, 303);
  assert.equal((await open()).length, 0);
  const told = await app.db('deliveries').where({ user_id: id, event: 'account.email_changed' });
  const [row] = told;
  assert.ok(told.length === 1 && row?.content_sealed);
  const content = JSON.parse(unseal(row.content_sealed, `deliveries.content:${row.delivery_no}`));
  assert.equal(content.to, email);
});

test('an address of somebody else is refused at its field', async () => {
  const other = await aCustomer();
  const { browser } = await aCustomer();
  const form = { name: '甲', email: other.email, mobile: '', your_password: PASSWORD };
  const answer = await browser.post('/account/profile', form);
  assert.equal(answer.status, 422);
  assert.match(await answer.text(), /这个邮箱已注册/);
});

test('one of mail and mobile must stay', async () => {
  const { browser } = await aCustomer();
  const form = { name: '甲', email: '', mobile: '', your_password: PASSWORD };
  assert.equal((await browser.post('/account/profile', form)).status, 422);
});

test('changing the password signs all other devices out and gives this one a new token', async () => {
  const { browser, enter } = await aCustomer();
  const other = await enter();
  const before = browser.cookies.get('session');
  const password = 'quiet river walks 9';
  const form = { current_password: PASSWORD, password, password_again: password };
  const wrong = await browser.post('/account/password', { ...form, current_password: 'x' });
  assert.equal(wrong.status, 422);
  assert.equal((await browser.post('/account/password', form)).status, 303);
  assert.notEqual(browser.cookies.get('session'), before);
  assert.equal((await browser.get('/account')).status, 200);
  assert.equal((await other.get('/account')).status, 303);
});

test('guessing the password from an open session is stopped', async () => {
  const { browser } = await aCustomer();
  const guess = {
    current_password: 'wrong',
    password: 'quiet river 99',
    password_again: 'quiet river 99',
  };
  for (let i = 0; i < 10; i++) await browser.post('/account/password', guess);
  assert.equal((await browser.post('/account/password', guess)).status, 429);
});

test('a person sees his devices in words and ends one or all others', async () => {
  const { browser, enter, id } = await aCustomer();
  const second = await enter();
  const third = await enter();
  const page = await (await browser.get('/account/devices')).text();
  assert.equal(page.match(/最近使用/g)?.length, 3);
  assert.match(page, /本机/);
  assert.doesNotMatch(page, /127\.0\.0\.1/);
  const nos = await app.db('sessions').where({ user_id: id }).orderBy('id').pluck('session_no');
  assert.equal((await browser.post(`/account/devices/${nos[1]}/removal`)).status, 303);
  assert.equal((await second.get('/account')).status, 303);
  assert.equal((await third.get('/account')).status, 200);
  await browser.post('/account/devices/removal');
  assert.equal((await third.get('/account')).status, 303);
  assert.equal((await browser.get('/account')).status, 200);
});

test("another person's session is not found", async () => {
  const victim = await aCustomer();
  const { browser } = await aCustomer();
  const no = (await app.db('sessions').where({ user_id: victim.id }).first())?.session_no;
  assert.equal((await browser.post(`/account/devices/${no}/removal`)).status, 404);
  assert.equal((await victim.browser.get('/account')).status, 200);
});

test('what was typed when the session ran out is kept for its owner and submitted after signing in', async () => {
  const { browser, email } = await aCustomer();
  shiftClock(40 * DAY);
  try {
    const form = { name: '改过的名字', email, mobile: '', your_password: 'never kept' };
    const stopped = await browser.post('/account/profile', form);
    assert.equal(stopped.headers.get('location'), '/sign-in?next=/kept-form');
    const stranger = await aCustomer();
    stranger.browser.cookies.set('kept_form', browser.cookies.get('kept_form') ?? '');
    assert.equal((await stranger.browser.get('/kept-form')).status, 404);
    const back = await browser.post('/sign-in', {
      account: email,
      password: PASSWORD,
      next: '/kept-form',
    });
    assert.equal(back.headers.get('location'), '/kept-form');
    const page = await (await browser.get('/kept-form')).text();
    assert.match(page, /action="\/account\/profile"/);
    assert.match(page, /name="name" value="改过的名字"/);
    assert.doesNotMatch(page, /never kept/);
  } finally {
    shiftClock(0);
  }
});
