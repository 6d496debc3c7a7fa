import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';

const app = await start();
const { createUser } = await import('../../src/accounts/index.ts');
const { inTransaction } = await import('../../src/platform/db.ts');

const admin = await app.signedIn('administrator');
let count = 0;

async function aPerson(role: 'customer' | 'reviewer' | 'administrator' = 'customer') {
  const email = `member${++count}@example.com`;
  const user = { name: '赵样例', email, password: 'blue kettle sings 7', roles: [role] };
  const made = await inTransaction((trx) => createUser(trx, user));
  const browser = app.client();
  await browser.post('/sign-in', { account: email, password: 'blue kettle sings 7' });
  return { ...made, email, browser };
}

test('only who may manage people comes in', async () => {
  const { user_no } = await aPerson();
  const paths = [
    '/people',
    '/people/new',
    '/people/clients',
    `/people/${user_no}`,
    '/settings/accounts',
  ];
  for (const role of ['customer', 'reviewer', 'operator', 'auditor']) {
    const browser = await app.signedIn(role);
    for (const path of paths)
      assert.equal((await browser.get(path)).status, 403, `${role} ${path}`);
    for (const path of ['/people', '/people/clients', `/people/${user_no}/disabling`]) {
      assert.equal((await browser.post(path, {})).status, 403, `${role} POST ${path}`);
    }
  }
  for (const path of paths) {
    assert.equal((await admin.get(path)).status, 200, path);
    assert.equal((await app.client().get(path)).status, 303, path);
  }
});

test('a new colleague gets a link, sets the password on it and signs in', async () => {
  const form = {
    name: '钱样例',
    email: 'colleague@example.com',
    mobile: '',
    roles: ['reviewer', 'auditor'],
  };
  const made = await admin.post('/people', form);
  const link = /http:\/\/[^<\s]+\/new-password\?token=[\w-]+/.exec(await made.text())?.[0] ?? '';
  const { pathname, search } = new URL(link);
  const browser = app.client();
  await browser.get(pathname + search);
  const password = 'quiet river walks 9';
  const set = await browser.post('/new-password', { password, password_again: password });
  assert.equal(set.status, 303);
  await browser.post('/sign-in', { account: 'colleague@example.com', password });
  assert.equal((await browser.get('/audit')).status, 200);
  assert.equal((await browser.get('/people')).status, 403);
});

test('a new person without a name, a contact or a role is refused at the field', async () => {
  const good = { name: '孙', email: 'sun@example.com', mobile: '', roles: 'reviewer' };
  for (const [wrong, words] of [
    [{ name: '' }, /请填写称呼/],
    [{ email: 'x' }, /邮箱格式不正确/],
    [{ email: '' }, /至少填写一项/],
    [{ roles: 'king' }, /请至少选择一个角色/],
    [{ email: (await aPerson()).email }, /这个邮箱已注册/],
  ] as const) {
    const answer = await admin.post('/people', { ...good, ...wrong });
    assert.equal(answer.status, 422);
    assert.match(await answer.text(), words);
  }
});

test('a person is found by the whole mail address, which gets into no address bar', async () => {
  const { email, user_no } = await aPerson();
  const found = await admin.post('/people/lookups', { account: email });
  assert.equal(found.headers.get('location'), `/people/${user_no}`);
  const none = await admin.post('/people/lookups', { account: 'nobody@example.com' });
  assert.equal(none.headers.get('location'), '/people');
});

test('the list pages through everybody once, newest first', async () => {
  for (let i = 0; i < 55; i++) {
    const user = { name: `批量${i}`, email: `bulk${i}@example.com`, roles: ['operator'] as const };
    await inTransaction((trx) => createUser(trx, user));
  }
  const seen: string[] = [];
  for (let path: string | undefined = '/people?role=operator'; path; ) {
    const page: string = await (await admin.get(path)).text();
    seen.push(...[...page.matchAll(/href="\/people\/(YH\w+)"/g)].map(([, no]) => no ?? ''));
    path = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  }
  const all = await app.db('user_roles').where({ role: 'operator' });
  assert.equal(seen.length, all.length);
  assert.equal(new Set(seen).size, seen.length);
});

test('a disabled person is out at once and cannot come back, until enabled', async () => {
  const { browser, user_no, email } = await aPerson();
  assert.equal((await browser.get('/account')).status, 200);
  assert.equal((await admin.post(`/people/${user_no}/disabling`)).status, 303);
  assert.equal((await browser.get('/account')).status, 303);
  const enter = () =>
    app.client().post('/sign-in', { account: email, password: 'blue kettle sings 7' });
  assert.equal((await enter()).status, 422);
  await admin.post(`/people/${user_no}/disabling/removal`);
  assert.equal((await enter()).status, 303);
});

test('changed roles hold from the next request on, in a new session', async () => {
  const { browser, user_no } = await aPerson('reviewer');
  assert.equal((await browser.get('/audit')).status, 403);
  const changed = await admin.post(`/people/${user_no}/roles`, { roles: ['auditor'] });
  assert.equal(changed.status, 303);
  assert.equal((await browser.get('/audit')).status, 303);
  assert.equal((await admin.post(`/people/${user_no}/roles`, {})).status, 422);
});

test('an administrator cannot disable himself', async () => {
  const { user_no } = (await app.db('users').where({ id: admin.user_id }).first()) ?? {
    user_no: '',
  };
  assert.equal((await admin.post(`/people/${user_no}/disabling`)).status, 409);
});

test('contacts are shown in full only with a reason, and the record keeps it', async () => {
  const { user_no, email } = await aPerson();
  assert.ok(!(await (await admin.get(`/people/${user_no}`)).text()).includes(email));
  assert.equal((await admin.post(`/people/${user_no}/contact`, { reason: '' })).status, 422);
  const answer = await admin.fetch(`/people/${user_no}/contact`, {
    method: 'POST',
    headers: { accept: 'application/json' },
    body: new URLSearchParams({ reason: '与来电客户核对' }),
  });
  assert.ok(JSON.stringify(await answer.json()).includes(email));
  const entry = await app.db('audit_entries').where({ action: 'account.revealed' }).first();
  assert.equal(entry?.subject, `user:${user_no}`);
  assert.match(entry?.details_json ?? '', /与来电客户核对/);
});

test('what is refused about a person is shown on his page again, with what was chosen or typed', async () => {
  const { user_no } = await aPerson();
  const none = await admin.post(`/people/${user_no}/roles`, {});
  assert.equal(none.status, 422);
  const page = await none.text();
  assert.match(page, /请至少选择一个角色/);
  assert.match(page, /登录中的设备/);
  const reason = '与客户核对'.repeat(60);
  const long = await admin.post(`/people/${user_no}/contact`, { reason });
  assert.equal(long.status, 422);
  const asked = await long.text();
  assert.ok(asked.includes(`value="${reason}"`));
  assert.match(asked, /请控制在 200 字以内/);
});

test('two administrators who remove each other at the same instant leave one', async () => {
  const { changeRoles, disablePerson } = await import('../../src/accounts/people/manage-people.ts');
  const { sessionOf } = await import('../../src/accounts/sessions.ts');
  const { signedInAs } = await import('../../src/accounts/signed-in.ts');
  const [a, b] = [await aPerson('administrator'), await aPerson('administrator')];
  await app.db('user_roles').where({ user_id: admin.user_id, role: 'administrator' }).delete();
  const as = async (person: typeof a) => {
    const session = await sessionOf(app.db, person.browser.cookies.get('session') ?? '');
    if (!session) throw new Error('no session');
    return signedInAs(session, session.roles, { via: 'session', via_id: 0, ip: null });
  };
  const [asA, asB] = [await as(a), await as(b)];
  const source = { ip: '127.0.0.1', secure: false, headers: {} };
  await Promise.allSettled([
    disablePerson(b.user_no, asA),
    disablePerson(a.user_no, asB),
    changeRoles(a.user_no, ['customer'], asA, source),
    changeRoles(b.user_no, ['customer'], asB, source),
  ]);
  const left = await app
    .db('user_roles')
    .join('users', 'users.id', 'user_roles.user_id')
    .where({ role: 'administrator' })
    .whereNull('disabled_at');
  assert.equal(left.length, 1);
});
