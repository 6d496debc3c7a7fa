import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { getJson, startSandbox } from '../sandbox/process.ts';

const app = await start();
const mailSandbox = await startSandbox('mail');
const { send, unreadCount } = await import('../../src/notify/index.ts');
const { sandboxServer } = await import('../../src/notify/channels/mail-settings.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { forgetSettings } = await import('../../src/platform/settings.ts');
const { allConnections, testConnection } = await import('../../src/platform/connections.ts');

const admin = await app.signedIn('administrator');
const smtp = sandboxServer(mailSandbox.urls.join(' '));

async function tell(user_id: number, filing_no: string) {
  await inTransaction((trx) =>
    send(trx, () => {}, {
      event: 'filing.withdrawn',
      user_id,
      to: {},
      values: { filing_no },
      link: `/filings/${filing_no}`,
    }),
  );
  const row = await app.db('notifications').where({ user_id }).orderBy('id', 'desc').first();
  return row?.message_no ?? '';
}

test('a person reads his messages, and reading one marks it', async () => {
  const reader = await app.signedIn('customer');
  const no = await tell(reader.user_id, 'BA1');
  await tell(reader.user_id, 'BA2');
  assert.equal(await unreadCount(app.db, reader.user_id), 2);
  assert.match(await (await reader.get('/messages')).text(), /备案 BA1 已撤回/);
  const page = await (await reader.get(`/messages/${no}`)).text();
  assert.match(page, /href="\/filings\/BA1"/);
  assert.equal(await unreadCount(app.db, reader.user_id), 1);
  const unread = await (await reader.get('/messages?show=unread')).text();
  assert.doesNotMatch(unread, /BA1 已撤回/);
  assert.equal((await reader.post('/messages/reading')).status, 303);
  assert.equal(await unreadCount(app.db, reader.user_id), 0);
});

test("another person's message is not found, and stays unread", async () => {
  const owner = await app.signedIn('customer');
  const stranger = await app.signedIn('customer');
  const no = await tell(owner.user_id, 'BA3');
  assert.equal((await stranger.get(`/messages/${no}`)).status, 404);
  await stranger.post('/messages/reading');
  assert.equal(await unreadCount(app.db, owner.user_id), 1);
});

test('nobody reads messages or settings without signing in, and only administrators see settings', async () => {
  for (const path of ['/messages', '/settings/mail', '/settings/sms']) {
    assert.equal((await app.client().get(path)).status, 303, path);
  }
  const reviewer = await app.signedIn('reviewer');
  for (const path of ['/settings/mail', '/settings/sms']) {
    assert.equal((await reviewer.get(path)).status, 403);
    assert.equal((await reviewer.post(path, {})).status, 403);
    assert.equal((await reviewer.post(`${path}/tests`, {})).status, 403);
  }
});

test('messages page through without loss', async () => {
  const reader = await app.signedIn('customer');
  for (let i = 0; i < 35; i++) await tell(reader.user_id, `BAP${i}`);
  const seen: string[] = [];
  for (let path: string | undefined = '/messages'; path; ) {
    const page: string = await (await reader.get(path)).text();
    seen.push(...[...page.matchAll(/href="\/messages\/(XX\w+)"/g)].map(([, no]) => no ?? ''));
    path = /rel="next" href="([^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&');
  }
  assert.equal(new Set(seen).size, 35);
});

test('mail is set up on its page: the password is stored sealed, kept when left empty, and never shown', async () => {
  const form = {
    host: smtp?.host ?? '',
    port: String(smtp?.port),
    user: '',
    password: '',
    from: '备卡 <noreply@example.com>',
  };
  const real = { ...form, host: 'smtp.example.com', user: 'postbox', password: 'mail-secret-1' };
  assert.equal((await admin.post('/settings/mail', real)).status, 303);
  assert.equal((await admin.post('/settings/mail', { ...real, password: '' })).status, 303);
  const page = await (await admin.get('/settings/mail')).text();
  assert.match(page, /已设置，不修改请留空/);
  assert.doesNotMatch(page, /mail-secret-1/);
  const tables = ['settings', 'audit_entries'];
  for (const table of tables) {
    const [rows] = await app.db.raw('select * from ??', [table]);
    assert.ok(!JSON.stringify(rows).includes('mail-secret-1'), table);
  }
  const { mailServer } = await import('../../src/notify/channels/mail-settings.ts');
  forgetSettings();
  assert.equal((await mailServer())?.password, 'mail-secret-1');
  const wrong = await admin.post('/settings/mail', {
    ...real,
    port: '99999',
    host: 'typed.example',
  });
  assert.equal(wrong.status, 422);
  assert.match(await wrong.text(), /typed\.example/);
  assert.equal((await admin.post('/settings/mail', form)).status, 303);
});

test('a test mail is sent from the page and arrives', async () => {
  assert.equal((await admin.post('/settings/mail/tests', { to: 'nonsense' })).status, 422);
  await admin.post('/settings/mail/tests', { to: 'tester@example.com' });
  const [mail] = await getJson<{ subject: string }[]>(
    `${mailSandbox.url}/_control/mails?to=tester@example.com`,
  );
  assert.equal(mail?.subject, '测试邮件');
  assert.match(decodeURIComponent(admin.cookies.get('flash') ?? ''), /测试邮件已发出/);
});

test('the connection test says what is wrong', async () => {
  const connection = allConnections().find(({ key }) => key === 'mail');
  assert.ok(connection);
  assert.equal((await testConnection(connection)).state, 'ok');
  await admin.post('/settings/mail', { host: '127.0.0.1', port: '1', from: 'a@example.com' });
  const failed = await testConnection(connection);
  assert.equal(failed.state, 'failed');
  assert.match(failed.words, /连不上邮件服务器/);
});

test('SMS is set up on its page, with the wording to register for each event', async () => {
  const page = await (await admin.get('/settings/sms')).text();
  assert.match(page, /您的备案\$\{filing_no\}已通过/);
  const form = {
    endpoint: 'https://dysmsapi.aliyuncs.com',
    access_key_id: 'LTAI-test',
    access_key_secret: 'sms-secret-1',
    sign_name: '备卡',
    'template.filing.approved': 'SMS_100',
  };
  assert.equal((await admin.post('/settings/sms', form)).status, 303);
  assert.equal((await admin.post('/settings/sms', { ...form, access_key_secret: '' })).status, 303);
  const after = await (await admin.get('/settings/sms')).text();
  assert.match(after, /value="SMS_100"/);
  assert.doesNotMatch(after, /sms-secret-1/);
  const { smsService } = await import('../../src/notify/channels/sms-settings.ts');
  assert.equal((await smsService())?.access_key_secret, 'sms-secret-1');
  const bad = { ...form, endpoint: 'ftp://x', sign_name: 'x'.repeat(31) };
  assert.equal((await admin.post('/settings/sms', bad)).status, 422);
  assert.equal((await admin.post('/settings/sms/tests', { to: '123' })).status, 422);
});
