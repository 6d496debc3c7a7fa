import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ACCOUNT,
  ack,
  auth,
  call,
  control,
  download,
  drain,
  upload,
  uploadOf,
} from './bureau-client.ts';
import { firstFilings } from './filings.ts';
import { getJson, startSandbox } from './process.ts';
import { downloadFaults, schemaOptions, skipWithoutSchemas } from './schemas.ts';

const { url } = await startSandbox('bureau', [...schemaOptions, '--jcdm', 'no']);
const tell = (words: string) =>
  control(url, 'notice', { kind: 'XGTZ', items: [{ Tzlb: '0', Tznr: words }] });

const ITEMS: [kind: string, items: Record<string, string>[]][] = [
  ['XGTZ', [{ Tzlb: '1', Baxh: '浙ICP备2026000001号-1', Tznr: '请核实网站内容' }]],
  [
    'HCJG',
    [
      {
        part: 'Jrhc',
        Wzid: '5',
        Wz_Baxh: '浙ICP备1号-1',
        Ym: 'a.cn',
        Jxip: '203.0.113.4',
        Hcjg: '2',
      },
      {
        part: 'Zthc',
        Ztid: '4',
        Dwmc: '某公司',
        Zjlx: '1',
        Zjhm: '91350100M000100Y43',
        Cwyy: '证件不符',
      },
      { part: 'Kkwzhc', Wzid: '5', Wz_Baxh: '浙ICP备1号-1', Hcjg: '1' },
    ],
  ],
  ['WBAWZLB', [{ Wzym_mc: 'wild.cn', IP: '203.0.113.5' }]],
  [
    'HMDLB',
    [
      { Dwmc: '某公司', Zjlx: '1', Zjhm: 'X1' },
      { Wzmc: '坏网站', Ym: 'bad.cn' },
    ],
  ],
  ['FFJRHMD', [{ Ym: 'bad.cn', Ip: '203.0.113.6' }]],
  ['HSRW', [{ Baxh: '' }]],
  ['SJTB', []],
  ['JCDM', []],
  ['IP.HCJG', [{ part: 'Wb', Qsip: '203.0.113.0', Zzip: '203.0.113.255', Wblx: '2' }]],
];

await control(url, 'record', {
  isp_id: 10001,
  certificate_number: '91350100M000100Y43',
  domain: 'filed.cn',
});

test('every notice of the bureau fits the schema', { skip: skipWithoutSchemas }, async () => {
  const { entities } = await getJson<{ entities: { fields: Record<string, string> }[] }>(
    `${url}/_control/state`,
  );
  for (const [kind, items] of ITEMS) {
    const Baxh = entities[0]?.fields['Baxh'] ?? '';
    const told = items.map((item) => (item['Baxh'] === '' ? { ...item, Baxh } : item));
    await control(url, 'notice', { kind, items: told });
    const [file] = await drain(url);
    assert.equal(downloadFaults(file?.xml ?? ''), '', kind);
  }
});

test('a record that an officer cancels is told to the provider that gives access', async () => {
  const { entities } = await getJson<{ entities: { fields: Record<string, string> }[] }>(
    `${url}/_control/state`,
  );
  await control(url, 'cancel', { kind: '0', id: entities[0]?.fields['Ztid'] });
  const [file] = await drain(url);
  assert.match(file?.xml ?? '', /<ZXSJ><Zxxx><Zxlb>0<\/Zxlb>/);
});

test('answers can be made useless, for a counted number of calls', async () => {
  for (const kind of [
    'lost_before',
    'lost_after',
    'http_500',
    'soap_fault',
    'garbage',
    'truncated',
  ]) {
    await control(url, 'fault', { kind, method: 'isp_download', times: 2 });
    for (const _ of [1, 2]) await assert.rejects(download(url), Error, kind);
    assert.equal((await download(url)).code, 2, kind);
  }
  await control(url, 'fault', { kind: 'msg_code', method: '*', code: 999 });
  assert.equal((await download(url)).code, 999);
  assert.equal((await download(url)).code, 2);
});

test('a fault may wait for a later call, and answers may be late', async () => {
  await control(url, 'fault', { kind: 'msg_code', method: 'isp_upload', code: 15, skip: 1 });
  await control(url, 'fault', { kind: 'slow', method: 'isp_upload', ms: 300 });
  const started = Date.now();
  assert.equal((await upload(url, firstFilings({}), 1)).code, 0);
  assert.ok(Date.now() - started >= 300);
  assert.equal((await upload(url, firstFilings({ id: 2 }), 2)).code, 15);
});

test('a downloaded file may fail its hash once, and is whole the next time', async () => {
  await tell('第一条');
  await control(url, 'fault', { kind: 'wrong_hash', method: 'isp_download' });
  await assert.rejects(download(url), /hash differs/);
  const file = await download(url);
  assert.match(file.xml, /第一条/);
  await ack(url, file.name);
});

test('an acknowledged file may be delivered once more', async () => {
  await tell('第二条');
  const [file] = await drain(url);
  await control(url, 'fault', { kind: 'duplicate' });
  const again = await download(url);
  assert.equal(again.name, file?.name);
  assert.equal(again.payload, file?.payload);
  assert.equal((await download(url)).code, 2);
});

test('a file may hold elements that the schema does not know', {
  skip: skipWithoutSchemas,
}, async () => {
  await control(url, 'fault', { kind: 'unknown_elements' });
  await tell('第三条');
  await tell('第四条');
  const [strange, plain] = await drain(url);
  assert.match(downloadFaults(strange?.xml ?? ''), /Kzxx/);
  assert.equal(downloadFaults(plain?.xml ?? ''), '');
});

test('a plain account, other download codes and unbroken base64 are as good', async () => {
  await control(url, 'account', { isp_id: 10001, encrypt: 0 });
  await control(url, 'wire', { more_code: 0, last_code: 1, base64_lines: false, empty_code: 1 });
  const plain = { ...ACCOUNT, encrypt: false };
  await tell('第五条');
  await tell('第六条');
  const first = await download(url, plain);
  assert.equal(first.code, 0);
  assert.ok(!first.payload.includes('\n'));
  assert.equal(first.zip.toString('latin1', 0, 2), 'PK');
  await ack(url, first.name, plain);
  const last = await download(url, plain);
  assert.equal(last.code, 1);
  assert.match(last.xml, /第六条/);
  await ack(url, last.name, plain);
  assert.deepEqual([(await download(url, plain)).code, (await download(url, plain)).name], [1, '']);
  assert.equal(
    (await call(url, 'isp_upload', await uploadOf(firstFilings({ id: 7 }), 2, plain))).code,
    0,
  );
  await control(url, 'account', { isp_id: 10001, encrypt: 1 });
  await control(url, 'wire', { empty_code: 2 });
});

test('the log tells every call and nothing secret', async () => {
  const read = () =>
    getJson<{ counts: Record<string, Record<string, number>>; calls: object[] }>(
      `${url}/_control/calls`,
    );
  let log = await read();
  // A call is written when it ends, which may be after its caller has lost it.
  for (let i = 0; i < 100 && log.counts['isp_download']?.['lost_after'] !== 2; i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    log = await read();
  }
  assert.equal(log.counts['isp_upload']?.['0'], 2);
  assert.equal(log.counts['isp_upload']?.['15'], 1);
  assert.equal(log.counts['isp_download']?.['lost_after'], 2);
  assert.ok(!JSON.stringify(log).includes('beika-sandbox'));
  // What became of the upload may be there by now.
  assert.ok([1, 2, 3].includes((await call(url, 'isp_download', auth())).code));
});
