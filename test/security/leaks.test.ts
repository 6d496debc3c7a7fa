import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  administrator,
  app,
  bureau,
  createUser,
  customer,
  EMAIL,
  exchange,
  filingOf,
  idNumber,
  importBureau,
  importFiling,
  inTransaction,
  jiangsu,
  known,
  makePhoneLink,
  ok,
  openReading,
  PASSWORD,
  post,
  redis,
  reviewer,
  SYSTEM,
  said,
  secret,
  showFiling,
  sink,
  sweepDeliveries,
  sweepReadings,
} from './leaks-stage.ts';
import { databaseTraces, fileTraces, found, redisTraces, type Trace } from './traces.ts';

const { aPhoto } = await import('../factories.ts');
let draft = '';
let phone = '';

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
  await importBureau(app.db, jiangsu(), SYSTEM);
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
