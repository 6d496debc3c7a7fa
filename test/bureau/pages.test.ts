import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { queue, startBureau } from './setup.ts';

const app = await start();
const { db } = app;
const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no'], '浙江管局');
const place = `/bureaus/${encodeURIComponent('浙江管局')}`;
const operator = await app.signedIn('administrator');
const text = async (path: string) => {
  const answer = await operator.get(path);
  assert.equal(answer.status, 200, path);
  return answer.text();
};
const entries = async () =>
  (await db('audit_entries').where({ subject: 'bureau:浙江管局' }).orderBy('id')).map(
    ({ action }) => action,
  );

test('only who manages bureaus sees them', async () => {
  const { exchange } = await import('../../src/bureau/index.ts');
  await queue(bureau.name, 'BA1', 1);
  await exchange(bureau.name);
  const upload = await db('bureau_uploads').first();
  const pages = [
    '/bureaus',
    '/bureaus/new',
    place,
    `${place}/settings`,
    `${place}/uploads/${upload?.upload_no}`,
  ];
  const customer = await app.signedIn('customer');
  for (const path of pages) {
    assert.equal((await operator.get(path)).status, 200, path);
    assert.equal((await customer.get(path)).status, 403, path);
    assert.equal((await app.client().get(path)).status, 303, path);
  }
  for (const deed of ['checks', 'exchanges', 'pause', 'pause/removal', 'sequence', 'settings']) {
    assert.equal((await customer.post(`${place}/${deed}`)).status, 403, deed);
  }
});

test('the page tells how a bureau is doing, from the database alone', async () => {
  const before = (await bureau.calls('')).length;
  const html = await text(place);
  assert.match(html, /正常/);
  assert.match(html, /首次备案[\s\S]*已受理/);
  assert.match(html, /isp_upload/);
  assert.match(await text('/bureaus'), /浙江管局/);
  assert.equal((await bureau.calls('')).length, before);
});

test('secrets are never shown, and one that is left empty stays', async () => {
  const form = await text(`${place}/settings`);
  assert.match(form, /已设置/);
  for (const secret of ['beika-sandbox', '0123456789abcdef', '0102030405060708']) {
    assert.ok(!form.includes(secret));
  }
  const values = [...form.matchAll(/name="(\w+)"[^>]*value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  const typed = { ...Object.fromEntries(values), encrypt: '1', hours: '00:00-23:59', password: '' };
  const [, province_code] = /<option value="(\d{6})" selected/.exec(form) ?? [];
  Object.assign(typed, { province_code });
  assert.equal((await operator.post(`${place}/settings`, typed)).status, 303);
  const row = await db('bureaus').where({ name: bureau.name }).first();
  assert.equal(row?.hours, '00:00-23:59');
  assert.match(await text(place), /省份 浙江省/);
  const check = await operator.post(`${place}/checks`);
  assert.match(await check.text(), /登录成功/);
});

test('a wrong setting comes back with what was typed and where the fault is', async () => {
  const answer = await operator.post('/bureaus', {
    name: '新管局',
    province_code: 'zj',
    isp_id: '7',
    user_name: 'u',
    password: 'p',
    encrypt: '1',
    upload_wsdl: 'ftp://x',
  });
  assert.equal(answer.status, 422);
  const html = await answer.text();
  assert.match(html, /六位省份代码/);
  assert.match(html, /WSDL 地址/);
  assert.match(html, /value="新管局"/);
  assert.match(html, /<option value="330000"[^>]*>浙江省</);
  assert.equal(await db('bureaus').where({ name: '新管局' }).first(), undefined);
});

test('an operator stops a bureau with a reason, resumes it, and exchanges at once', async () => {
  assert.equal((await operator.post(`${place}/pause`, { reason: '管局升级' })).status, 303);
  assert.match(await text(place), /管局升级/);
  assert.equal((await operator.post(`${place}/pause`, { reason: '再停一次' })).status, 409);
  assert.equal((await operator.post(`${place}/exchanges`)).status, 409);
  assert.equal((await operator.post(`${place}/pause/removal`)).status, 303);
  await queue(bureau.name, 'BA2', 2);
  assert.equal((await operator.post(`${place}/exchanges`)).status, 303);
  assert.equal(
    (await db('bureau_records').where({ subject: 'BA2' }).first())?.upload_id !== null,
    true,
  );
  const told = await entries();
  for (const action of [
    'bureau.created',
    'bureau.changed',
    'bureau.paused',
    'bureau.resumed',
    'bureau.exchanged',
  ]) {
    assert.ok(told.includes(action), action);
  }
});

test('files are shown with people masked, and each look is on record', async () => {
  const upload = await db('bureau_uploads').orderBy('sequence').first();
  const html = await text(`${place}/uploads/${upload?.upload_no}`);
  assert.match(html, /110\*{11}002X/);
  assert.match(html, /138\*\*\*\*8000/);
  assert.match(html, /beika1\.cn/);
  for (const secret of ['11010519491231002X', '13800138000', 'zhangsan@', '张三', '/9j/']) {
    assert.ok(!html.includes(secret), secret);
  }
  const download = await db('bureau_downloads').first();
  assert.match(await text(`${place}/downloads/${download?.download_no}`), /DownloadData/);
  assert.equal(
    (await entries()).filter((action) => action === 'bureau.file_shown').length >= 2,
    true,
  );
  assert.equal((await operator.get(`${place}/uploads/BU000`)).status, 404);
});

test('what waits in the inbox is looked at and ticked off', async () => {
  const { exchange } = await import('../../src/bureau/index.ts');
  await bureau.control('notice', {
    kind: 'HMDLB',
    items: [{ Dwmc: '张三丰' }],
  });
  await exchange(bureau.name);
  assert.match(await text(place), /待处理来件/);
  const entry = await db('bureau_inbox').first();
  const path = `${place}/inbox/${entry?.inbox_no}`;
  const html = await text(path);
  assert.match(html, /张\*丰/);
  assert.equal((await operator.post(`${path}/handled`)).status, 303);
  assert.ok((await db('bureau_inbox').first())?.handled_at);
  assert.ok((await entries()).includes('bureau.inbox_handled'));
});

test('everyone who manages bureaus hears of an alarm, once', async () => {
  const { raiseAlarm } = await import('../../src/bureau/alarms.ts');
  const { announceAlarms } = await import('../../src/bureau/announce-alarms.ts');
  const row = await db('bureaus').where({ name: bureau.name }).first();
  for (let time = 0; time < 3; time++) {
    await raiseAlarm(db, row?.id ?? 0, 'test', '密码错误，请核对');
    await Promise.all([announceAlarms(), announceAlarms()]);
  }
  const messages = await db('notifications').where({
    user_id: operator.user_id,
    event: 'bureau.alarm',
  });
  assert.equal(messages.length, 1);
  assert.match(await text(place), /密码错误，请核对/);
});
