import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { getJson, postJson, startSandbox } from '../sandbox/process.ts';

const app = await start();
const sandbox = await startSandbox('sms');
const { send } = await import('../../src/notify/index.ts');
const { deliver } = await import('../../src/notify/deliver.ts');
const { signedRequest } = await import('../../src/notify/channels/aliyun-signature.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { smsSetting } = await import('../../src/notify/channels/sms-settings.ts');
const { writeSetting } = await import('../../src/platform/settings.ts');
const { allConnections, testConnection } = await import('../../src/platform/connections.ts');
const { shiftClock, HOUR } = await import('../../src/platform/clock.ts');

const setting = {
  endpoint: sandbox.url,
  access_key_id: 'sandbox',
  access_key_secret: 'sandbox',
  sign_name: '备卡',
  templates: { 'filing.approved': 'SMS_1' },
};
await writeSetting(app.db, smsSetting, setting);

type Event = 'filing.approved' | 'filing.bureau_rejected';

async function owed(mobile: string, event: Event = 'filing.approved'): Promise<number> {
  const values: Record<string, string> =
    event === 'filing.approved'
      ? { filing_no: 'BA1', icp_number: '浙ICP备1号' }
      : { filing_no: 'BA1', reason: '照片不清楚' };
  await inTransaction((trx) => send(trx, () => {}, { event, user_id: 1, to: { mobile }, values }));
  const row = await app.db('deliveries').orderBy('id', 'desc').first();
  if (row)
    await app
      .db('deliveries')
      .where({ id: row.id })
      .update({ due_at: new Date(0) });
  return row?.id ?? 0;
}
const rowOf = (id: number) => app.db('deliveries').where({ id }).first();
const got = (phone: string) =>
  getJson<{ template_code: string; template_param: object; sign_name: string }[]>(
    `${sandbox.url}/_control/messages?phone=${phone}`,
  );

test('the signature is the one that Alibaba Cloud publishes for its example', () => {
  const { headers } = signedRequest({
    endpoint: 'https://ecs.cn-shanghai.aliyuncs.com',
    action: 'RunInstances',
    version: '2014-05-26',
    params: {
      RegionId: 'cn-shanghai',
      ImageId: 'win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd',
    },
    access_key_id: 'YourAccessKeyId',
    access_key_secret: 'YourAccessKeySecret',
    at: new Date('2023-10-26T10:22:32Z'),
    nonce: '3156853299f313e23d1673dc12e1703d',
  });
  assert.match(
    headers['Authorization'] ?? '',
    /Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0$/,
  );
});

test('a text message goes out with its template and only the values it shows', async () => {
  const id = await owed('13800138041');
  await deliver(id);
  assert.equal((await rowOf(id))?.status, 'sent');
  const [message] = await got('13800138041');
  assert.equal(message?.template_code, 'SMS_1');
  assert.equal(message?.sign_name, '备卡');
  assert.deepEqual(message?.template_param, { filing_no: 'BA1', icp_number: '浙ICP备1号' });
});

test('an event without a template code sends none', async () => {
  const before = await app.db('deliveries').count('* as n').first();
  await owed('13800138042', 'filing.bureau_rejected');
  assert.deepEqual(await app.db('deliveries').count('* as n').first(), before);
});

test('a passing refusal is tried again, a lasting one is not', async () => {
  const fault = (code: string) => postJson(`${sandbox.url}/_control/fault`, { code });
  const id = await owed('13800138043');
  await fault('isv.BUSINESS_LIMIT_CONTROL');
  await deliver(id);
  assert.equal((await rowOf(id))?.status, 'queued');
  const other = await owed('13800138044');
  await fault('isv.SMS_TEMPLATE_ILLEGAL');
  await deliver(other);
  assert.equal((await rowOf(other))?.status, 'failed');
  assert.match((await rowOf(other))?.last_error ?? '', /模板不存在/);
});

test('number and secret stand in no call, no row and no record', async () => {
  const kept = JSON.stringify([
    await app.db('outgoing_calls').where({ system: 'sms' }),
    await app.db('deliveries'),
    await app.db('audit_entries'),
    await app.db('settings'),
  ]);
  assert.ok(kept.includes('SendSms'));
  assert.ok(!kept.includes('13800138041'));
});

test('at night it waits for the morning', async () => {
  // 23:00 in Shanghai today is 15:00 UTC.
  const night = new Date();
  night.setUTCHours(15, 0, 0, 0);
  shiftClock(night.getTime() - Date.now());
  try {
    await inTransaction((trx) =>
      send(trx, () => {}, {
        event: 'filing.approved',
        user_id: 1,
        to: { mobile: '13800138045' },
        values: { filing_no: 'BA1', icp_number: 'x' },
      }),
    );
  } finally {
    shiftClock(0);
  }
  const row = await app.db('deliveries').orderBy('id', 'desc').first();
  const expected = new Date(night.getTime() + 9 * HOUR);
  assert.equal(row?.due_at.toISOString(), expected.toISOString());
});

test('the connection test finds a wrong secret', async () => {
  const connection = allConnections().find(({ key }) => key === 'sms');
  assert.ok(connection);
  assert.equal((await testConnection(connection)).state, 'ok');
  await writeSetting(app.db, smsSetting, { ...setting, access_key_secret: 'wrong' });
  const failed = await testConnection(connection);
  assert.deepEqual(failed, { state: 'failed', words: 'AccessKey Secret 不正确' });
  await writeSetting(app.db, smsSetting, {});
  assert.equal((await testConnection(connection)).state, 'off');
});
