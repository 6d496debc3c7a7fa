import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startBureau } from '../bureau/setup.ts';
import { type Browser, start } from '../harness.ts';
import { startSink } from '../notify/smtp-sink.ts';
import { privateRedis } from '../platform/private-redis.ts';
import {
  databaseTraces,
  fileTraces,
  found,
  type Known,
  redisTraces,
  type Trace,
} from './traces.ts';

// Everything that the program says is kept, and searched like all else.
const said: string[] = [];
const write = process.stderr.write.bind(process.stderr);
process.stderr.write = (chunk: string | Uint8Array) => said.push(String(chunk)) > 0;
process.env['TEST_LOG_LEVEL'] = 'debug';
const own = await privateRedis();
process.env['TEST_REDIS_URL'] = own.url;
const app = await start();
after(async () => {
  process.stderr.write = write;
  await own.remove();
});

const { redis } = await import('../../src/platform/redis.ts');
const { inTransaction } = await import('../../src/platform/db.ts');
const { exchange, importBureau } = await import('../../src/bureau/index.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { openReading } = await import('../../src/documents/index.ts');
const { sweepReadings } = await import('../../src/documents/read-document.ts');
const { importFiling, showFiling } = await import('../../src/filings/api/import-filing.ts');
const { sweepDeliveries } = await import('../../src/notify/sweep.ts');
const { makePhoneLink } = await import('../../src/filings/customer/phone-links.ts');
const { createUser } = await import('../../src/accounts/index.ts');
const { aForm, aPhoto } = await import('../factories.ts');
const { idNumber } = await import('../filings/sample-numbers.ts');
const { closeEngine } = await import('../../src/documents/index.ts');
after(closeEngine);

const known: Known = new Map();
/** A datum that must lie nowhere in the clear from now on. */
const secret = (name: string, value: string): string => {
  assert.ok(value.length >= 2, `${name} is empty`);
  known.set(name, value);
  return value;
};

const sink = await startSink();
const bureau = await startBureau();
const administrator = await app.signedIn('administrator');
const reviewer = await app.signedIn('reviewer');
const customer = app.client();
const PASSWORD = secret('password', 'nobody knows this 8 Kettle');
const EMAIL = secret('email of the customer', 'yelanxin.private@secretpost.cn');
let draft = '';
let phone = '';

/** The answer, which must not be a refusal. */
async function ok(answer: Response): Promise<string> {
  const text = await answer.text();
  assert.ok(
    answer.status < 400,
    `${answer.url} ${answer.status}: ${text.replace(/<[^>]+>|\s+/g, ' ').slice(0, 600)}`,
  );
  return text;
}
const post = async (who: Browser, path: string, form: Record<string, string>) =>
  ok(await who.post(path, form));

test('an administrator sets up mail, SMS, a bureau and a key', async () => {
  await post(administrator, '/settings/mail', {
    host: '127.0.0.1',
    port: String(sink.port),
    secure: 'false',
    from: '备卡 <noreply@example.cn>',
    user: '',
    password: '',
  });
  await post(administrator, '/settings/sms', {
    endpoint: 'http://127.0.0.1:9',
    access_key_id: secret('SMS key id', 'LTAI5tSecretKeyIdQ7'),
    access_key_secret: secret('SMS secret', 'smsAccessKeySecretVeryLong77'),
    sign_name: '云图',
    'template.account.password_reset': 'SMS_1',
    'template.filing.approved': 'SMS_2',
    'template.filing.returned': 'SMS_3',
  });
  const file = {
    name: '江苏',
    province_code: '320000',
    isp_id: '1100',
    user_name: 'jsuser',
    encrypt: 1,
    password: secret('bureau password', 'BureauPassw0rd#js'),
    aes_key: secret('AES key', 'AesKeyOfJiangsu1'),
    aes_iv: secret('AES iv', 'AesIvOfJiangsu22'),
    upload_wsdl: 'http://127.0.0.1:9/up?wsdl',
    query_wsdl: 'http://127.0.0.1:9/q?wsdl',
    verify_wsdl: '',
  };
  await importBureau(app.db, file, SYSTEM);
  await exchange('江苏').catch(() => {});
});

test('a customer signs up, mistypes, forgets his password, and comes back with a new one', async () => {
  const name = secret('name of the customer', '叶澜昕');
  await post(customer, '/sign-up', { account: EMAIL, name, password: PASSWORD, agreed: 'true' });
  await customer.post('/account/profile', {
    name,
    email: EMAIL,
    mobile: secret('mobile of the customer', '13912376501'),
    your_password: PASSWORD,
  });
  await app.client().post('/sign-in', {
    account: EMAIL,
    password: secret('mistyped password', 'nobody knows this 9 Kettle'),
  });
  await app.client().post('/sign-in', {
    account: secret('unknown account', 'stranger.unknown@elsewhere.cn'),
    password: 'x',
  });
  await app.client().post('/password-reset', { account: EMAIL });
  await new Promise((resolve) => setTimeout(resolve, 300));
  await sweepDeliveries();
  const mail = sink.mails.map(({ text }) => text ?? '').join('\n');
  const token = secret('token of the reset link', /token=([\w-]+)/.exec(mail)?.[1] ?? '');
  const again = app.client();
  await again.get(`/new-password?token=${token}`);
  const fresh = secret('new password', 'another kettle Sings 41');
  await post(again, '/new-password', { password: fresh, password_again: fresh });
  await post(customer, '/sign-in', { account: EMAIL, password: fresh });
  secret('session token', customer.cookies.get('session') ?? '');
  const page = await post(administrator, '/people/clients', {
    name: '面板',
    owner: EMAIL,
    permissions: 'filing.file',
  });
  secret('API key', /bk_[\w-]{30,}/.exec(page)?.[0] ?? '');
});

test('he types a draft, photographs his card, and loses his session on the way', async () => {
  const made = await customer.post('/filings', { entity_kind: '5', province_code: '330000' });
  draft = /BA[0-9A-Z]+/.exec(made.headers.get('location') ?? '')?.[0] ?? '';
  const typed = {
    version: '1',
    'entity.name': secret('name in the draft', '欧阳砚舟'),
    'entity.id_number': secret('ID number in the draft', idNumber('330000', '1987-06-05', 341)),
    'entity.id_address': secret('address in the draft', '浙江省温州市鹿城区墨香弄七十三号'),
    'entity.leader.mobile': secret('mobile in the draft', '13712398602'),
    'entity.leader.email': secret('email in the draft', 'yanzhou.draft@secretpost.cn'),
    'entity.leader.id_number': secret('half an ID number', '33019919870605'),
  };
  for (const path of ['draft', 'checks'])
    await customer.post(`/filings/${draft}/${path}`, { ...typed, field: 'entity.id_number' });
  const front = new FormData();
  front.append('purpose', 'entity_leader_id_front');
  front.append(
    'file',
    new Blob([
      new Uint8Array(await readFile(new URL('../../seeds/demo/id-front.jpg', import.meta.url))),
    ]),
    secret('file name', '欧阳身份证正面照.jpg'),
  );
  await ok(
    await customer.fetch(`/filings/${draft}/pictures`, {
      method: 'POST',
      body: front,
      headers: { accept: 'application/json' },
    }),
  );
  await sweepReadings();
  const row = await app.db('documents').where({ ocr_status: 'done' }).first();
  assert.ok(row, 'the card was read');
  for (const [field, { value }] of Object.entries(openReading(row)?.fields ?? {}))
    if (value.length > 2 && !/^\d{4}-/.test(value)) secret(`${field} on the card`, value);
  await customer.get(`/filings/${draft}/readings`);
  await post(customer, `/filings/${draft}/phone-links`, { step: 'pictures' });
  const filing = await app.db('filings').where({ filing_no: draft }).first();
  const owner = { id: filing?.customer_id ?? 0, actor: SYSTEM };
  phone = secret('token of the phone link', await makePhoneLink(owner, draft, 'pictures'));
  await ok(await app.client().get(`/u/${phone}`));
  await app
    .db('sessions')
    .where({ user_id: owner.id })
    .update({ seen_at: new Date(0) });
  const kept = await customer.post(`/filings/${draft}/steps/entity`, {
    ...typed,
    'entity.remark': secret('remark of an ended session', '请联系隔壁顾先生代收材料'),
  });
  assert.match(kept.headers.get('location') ?? '', /kept-form/);
  secret('token of the kept form', customer.cookies.get('kept_form') ?? '');
});

/** A filing as a hosting panel sends it, with people of its own. */
function filingOf(kind: 'unit' | 'individual', tail: string) {
  const { materials, ...form } = aForm(kind);
  const { entity } = form;
  const who = `${kind} ${tail}`;
  entity.leader.name = secret(`leader of ${who}`, kind === 'unit' ? '慕容星澜' : '司徒望舒');
  entity.leader.id_number = secret(
    `ID number of ${who}`,
    idNumber('330000', '1979-09-19', 500 + Number(tail)),
  );
  entity.leader.mobile = secret(`mobile of ${who}`, `1360987650${tail}`);
  entity.leader.emergency_mobile = secret(`emergency mobile of ${who}`, `1350987651${tail}`);
  entity.leader.email = secret(`email of ${who}`, `leader-${kind}-${tail}@secretpost.cn`);
  entity.leader.office_phone = secret(`phone of ${who}`, `0571-8765432${tail}`);
  entity.id_address = secret(`address of ${who}`, `浙江省杭州市滨江区听松巷${tail}96号`);
  entity.mailing_address = secret(`mailing address of ${who}`, `听松巷${tail}96号3号楼1207室`);
  if (kind === 'individual') {
    entity.name = entity.leader.name;
    entity.id_number = entity.leader.id_number;
  } else secret(`credit code of ${who}`, entity.id_number);
  const pictures = Object.fromEntries(Object.keys(materials).map((slot) => [slot, 'photo.jpg']));
  return { ...form, pictures, reviewed: true };
}

test('whole filings go to the bureau: one is refused with a name in the words, one is approved', async () => {
  writeFileSync(join(app.folder, 'photo.jpg'), await aPhoto());
  const numbers: string[] = [];
  for (const [i, kind] of (['unit', 'individual'] as const).entries()) {
    const file = join(app.folder, 'filing.json');
    writeFileSync(file, JSON.stringify(filingOf(kind, String(i + 1))));
    const owner = await app.db('users').orderBy('id', 'desc').first();
    numbers.push((await importFiling(file, { customer_id: owner?.id ?? 0 })).filing_no);
    writeFileSync(file, '');
  }
  await exchange(bureau.name);
  await exchange(bureau.name);
  const requests = (await bureau.state()).requests.map(({ id }) => id);
  assert.equal(requests.length, 2);
  const words = `负责人${secret('name in the words of the bureau', '令狐清嘉')}的证件不清晰，电话${secret('mobile in the words of the bureau', '13498760098')}无人接听`;
  await bureau.control('decision', { request_id: requests[0], decision: 'refuse', words });
  await bureau.control('decision', { request_id: requests[1], decision: 'approve' });
  await exchange(bureau.name);
  const ends = await Promise.all(numbers.map(async (no) => (await showFiling(no)).status));
  assert.deepEqual(ends.sort(), ['approved', 'bureau_rejected']);
  for (const no of numbers) {
    await ok(await reviewer.get(`/review/${no}`));
    for (const path of ['entity.leader.id_number', 'entity.leader.mobile'])
      await reviewer.post(`/review/${no}/reveals/${path}`, { reason: '核对证件' });
  }
});

test('things go wrong: a lost table, a taken address, a mail server that repeats the address, a broken store', async () => {
  await customer.post('/sign-in', { account: EMAIL, password: known.get('new password') ?? '' });
  secret('second session token', customer.cookies.get('session') ?? '');
  await app.db.schema.renameTable('filing_versions', 'aside');
  await app.db.schema.renameTable('filings', 'aside2');
  const typed = { version: '1', 'entity.name': secret('name in a failed save', '端木听雪') };
  assert.equal((await customer.post(`/filings/${draft}/draft`, typed)).status, 500);
  assert.equal((await app.client().get(`/u/${phone}`)).status, 500);
  await app.db.schema.renameTable('aside2', 'filings');
  await app.db.schema.renameTable('aside', 'filing_versions');
  const taken = {
    name: secret('name of a twin', '长孙无忌之'),
    email: EMAIL,
    roles: ['customer'],
  } as const;
  await assert.rejects(inTransaction((trx) => createUser(trx, taken, SYSTEM)));
  sink.refuse = 451;
  await post(administrator, '/settings/mail/tests', {
    to: secret('address of a test mail', 'tester.only@secretpost.cn'),
  });
  sink.refuse = 0;
  await post(administrator, '/settings/sms/tests', {
    to: secret('mobile of a test message', '13398761234'),
  });
  await post(administrator, '/settings/mail', {
    host: '127.0.0.1',
    port: String(sink.port),
    secure: 'false',
    from: 'noreply@example.cn',
    user: secret('SMTP user', 'smtp-user@secretpost.cn'),
    password: secret('SMTP password', 'SmtpPassw0rd-77'),
  });
  await post(administrator, '/settings/mail/tests', { to: 'tester.only@secretpost.cn' });
  await post(administrator, '/settings/storage', {
    kind: 's3',
    endpoint: 'http://127.0.0.1:9',
    region: 'x',
    bucket: 'b',
    ocr_engine: 'ppocr',
    cdn_host: '',
    access_key_id: secret('store key id', 'AKIDstoreKeyId99'),
    secret_access_key: secret('store secret', 'storeSecretAccessKey12345'),
  });
  await administrator.post('/setup/connections/storage/test');
  await sweepDeliveries();
});

test('none of it lies in the clear: no table, no queue, no file, no log, no metric', async (t) => {
  const metrics = await (await app.client().get('/metrics')).text();
  const traces: Trace[] = [
    ...(await databaseTraces(app.db)),
    ...(await redisTraces(redis())),
    ...fileTraces(join(app.folder, 'documents')),
    ...said.map((line): Trace => ['the log', Buffer.from(line)]),
    ['the metrics', Buffer.from(metrics)],
  ];
  t.diagnostic(`${known.size} data, ${traces.length} places, ${said.length} log lines`);
  assert.ok(known.size >= 50, `${known.size}`);
  assert.ok(traces.some(([place]) => place.startsWith('Redis')) && said.length > 3);
  assert.deepEqual(found(known, traces), []);
});

test('the search itself finds what is there, however it is written', () => {
  const bytes = Buffer.from(JSON.stringify({ a: Buffer.from('x欧阳砚舟y').toString('base64url') }));
  assert.deepEqual(found(new Map([['name', '欧阳砚舟']]), [['here', bytes]]), ['name in here']);
  const hex = Buffer.from(Buffer.from('13712398602').toString('hex'));
  assert.deepEqual(found(new Map([['mobile', '13712398602']]), [['here', hex]]), [
    'mobile in here',
  ]);
});
