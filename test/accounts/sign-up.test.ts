import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { shiftClock, MINUTE } = await import('../../src/platform/clock.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { signUpSetting } = await import('../../src/accounts/settings.ts');
const { sweepDeliveries } = await import('../../src/notify/sweep.ts');

const GOOD = { name: '王样例', password: 'blue kettle sings 7', agreed: 'true' };

test('a stranger signs up without scripts, is signed in at once and welcomed', async () => {
  const browser = app.client();
  const page = await (await browser.get('/sign-up?next=/account/devices')).text();
  assert.match(page, /<form[^>]*action="\/sign-up"/);
  const form = { ...GOOD, account: 'new@example.com', next: '/account/devices' };
  const answer = await browser.post('/sign-up', form);
  assert.equal(answer.status, 303);
  assert.equal(answer.headers.get('location'), '/account/devices');
  assert.equal((await browser.get('/account')).status, 200);
  assert.match(await (await browser.get('/messages')).text(), /欢迎，王样例/);
});

test('a mobile number will do', async () => {
  const browser = app.client();
  const answer = await browser.post('/sign-up', { ...GOOD, account: '138 0013 8021' });
  assert.equal(answer.status, 303);
  assert.match(await (await browser.get('/account')).text(), /13800138021/);
});

test('two sign-ups with the same address at the same instant make one account', async () => {
  const answers = await Promise.all(
    Array.from({ length: 6 }, () =>
      app.client().post('/sign-up', { ...GOOD, account: 'twice@example.com' }),
    ),
  );
  const statuses = answers.map((answer) => answer.status).sort();
  assert.deepEqual(statuses, [303, 422, 422, 422, 422, 422]);
  const refused = answers.find((answer) => answer.status === 422);
  assert.match((await refused?.text()) ?? '', /这个邮箱已注册/);
  const { emailIndex } = await import('../../src/accounts/entry/identifiers.ts');
  const rows = await app.db('users').where({ email_index: emailIndex('twice@example.com') });
  assert.equal(rows.length, 1);
});

test('what is wrong is said at the field, and what was typed stays', async () => {
  for (const [form, words] of [
    [{ account: 'not an address' }, /请填写邮箱或 11 位手机号/],
    [{ name: ' ' }, /请填写称呼/],
    [{ password: 'short' }, /密码至少 10 位/],
    [{ password: 'x'.repeat(129) }, /密码不超过 128 位/],
    [{ password: '1qaz2wsx3edc' }, /太常见/],
    [{ password: 'aaaaaaaaaaaa' }, /太常见/],
    [{ password: 'bad-form@example.com' }, /不能与姓名、邮箱或手机号相同/],
    [{ agreed: '' }, /请先阅读并同意/],
  ] as const) {
    const typed = { ...GOOD, account: 'bad-form@example.com', ...form };
    const answer = await app.client().post('/sign-up', typed);
    const page = await answer.text();
    assert.equal(answer.status, 422, JSON.stringify(form));
    assert.match(page, words);
    if (!('account' in form)) assert.match(page, /value="bad-form@example.com"/);
    assert.ok(!page.includes(`value="${GOOD.password}"`));
  }
});

test('mail address, mobile number, name and password lie in no table in the clear', async () => {
  await app.client().post('/sign-up', { ...GOOD, account: 'hidden@example.com' });
  const tables = [
    'users',
    'sessions',
    'audit_entries',
    'notifications',
    'deliveries',
    'account_attempts',
  ];
  for (const table of tables) {
    const [rows] = await app.db.raw('select * from ??', [table]);
    for (const word of ['hidden@example.com', '13800138021', '王样例', GOOD.password]) {
      assert.ok(!JSON.stringify(rows).includes(word), `${word} in ${table}`);
    }
  }
});

test('a closed sign-up says so and takes nobody', async () => {
  await writeSetting(app.db, signUpSetting, { open: false });
  try {
    assert.match(await (await app.client().get('/sign-up')).text(), /现在不开放注册/);
    const answer = await app.client().post('/sign-up', { ...GOOD, account: 'late@example.com' });
    assert.equal(answer.status, 403);
    assert.doesNotMatch(await (await app.client().get('/sign-in')).text(), /注册新账号/);
  } finally {
    await writeSetting(app.db, signUpSetting, { open: true });
  }
});

async function resetLink(account: string): Promise<string | undefined> {
  const { unseal } = await import('../../src/platform/seal.ts');
  const before = await app.db('deliveries').where({ event: 'account.password_reset' });
  const answer = await app.client().post('/password-reset', { account });
  assert.equal(answer.headers.get('location'), '/password-reset/sent');
  // The answer comes before the work: that is the promise.
  for (let i = 0; i < 40; i++) {
    const rows = await app.db('deliveries').where({ event: 'account.password_reset' });
    const fresh = rows.find((row) => !before.some((old) => old.id === row.id));
    if (fresh?.content_sealed) {
      return JSON.parse(unseal(fresh.content_sealed, `deliveries.content:${fresh.delivery_no}`))
        .link;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return undefined;
}

test('a forgotten password is set anew by a link, once, and all sessions end', async () => {
  const old = app.client();
  await old.post('/sign-up', { ...GOOD, account: 'forgot@example.com' });
  const link = (await resetLink('forgot@example.com')) ?? '';
  const browser = app.client();
  const moved = await browser.get(link);
  assert.equal(moved.headers.get('location'), '/new-password');
  assert.match(await (await browser.get('/new-password')).text(), /保存新密码/);
  const again = 'quiet river walks 9';
  const weak = await browser.post('/new-password', { password: 'short', password_again: 'short' });
  assert.equal(weak.status, 422);
  const differ = await browser.post('/new-password', { password: again, password_again: 'x' });
  assert.equal(differ.status, 422);
  const done = await browser.post('/new-password', { password: again, password_again: again });
  assert.equal(done.headers.get('location'), '/sign-in');
  assert.equal((await old.get('/account')).status, 303);
  const signIn = (password: string) =>
    app.client().post('/sign-in', { account: 'forgot@example.com', password });
  assert.equal((await signIn(GOOD.password)).status, 422);
  assert.equal((await signIn(again)).status, 303);
  const second = app.client();
  await second.get(link);
  assert.equal((await second.get('/new-password')).status, 404);
});

test('a reset link used eight times at once works once', async () => {
  await app.client().post('/sign-up', { ...GOOD, account: 'race@example.com' });
  const link = (await resetLink('race@example.com')) ?? '';
  const answers = await Promise.all(
    Array.from({ length: 8 }, async (_, i) => {
      const browser = app.client();
      await browser.get(link);
      const password = `quiet river walks ${i}`;
      return browser.post('/new-password', { password, password_again: password });
    }),
  );
  assert.equal(answers.filter((answer) => answer.status === 303).length, 1);
});

test('a newer link ends the older one, and half an hour ends every link', async () => {
  await app.client().post('/sign-up', { ...GOOD, account: 'newer@example.com' });
  const first = (await resetLink('newer@example.com')) ?? '';
  const second = (await resetLink('newer@example.com')) ?? '';
  const open = async (link: string) => {
    const browser = app.client();
    await browser.get(link);
    return (await browser.get('/new-password')).status;
  };
  assert.equal(await open(first), 404);
  assert.equal(await open(second), 200);
  shiftClock(31 * MINUTE);
  try {
    assert.equal(await open(second), 404);
  } finally {
    shiftClock(0);
  }
});

test('asking for a link tells nobody whether the account exists, and too often is refused alike', async () => {
  assert.equal(await resetLink('nobody-here@example.com'), undefined);
  for (let i = 0; i < 4; i++) {
    await app.client().post('/password-reset', { account: 'nobody-here@example.com' });
  }
  const answer = await app.client().post('/password-reset', { account: 'nobody-here@example.com' });
  assert.equal(answer.status, 429);
  assert.match(await answer.text(), /分钟后再试/);
});

test('the secret link stands in no message list and leaves its row when the mail has left', async () => {
  await sweepDeliveries();
  const rows = await app.db('notifications').where({ event: 'account.password_reset' });
  assert.equal(rows.length, 0);
});
