import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDatabase } from './setup.ts';

const { db } = await startDatabase();
const { importBureau, bureauForProvince } = await import('../../src/bureau/index.ts');
const { UserError } = await import('../../src/platform/errors.ts');
const { SYSTEM } = await import('../../src/audit/index.ts');
const { accountOf } = await import('../../src/bureau/bureaus/bureaus.ts');

const FILE = {
  name: '浙江管局',
  province_code: '330000',
  isp_id: 10001,
  user_name: 'user',
  password: '密码123',
  encrypt: 1,
  aes_key: '0123456789abcdef',
  aes_iv: '0102030405060708',
  upload_wsdl: 'http://gj.example.cn/ISPWebService/upDownLoad?wsdl',
  query_wsdl: '',
  verify_wsdl: null,
};

test('a bureau file is taken, and taken again as a change', async () => {
  assert.deepEqual(await importBureau(db, FILE, SYSTEM), { name: '浙江管局', created: true });
  assert.deepEqual(
    await importBureau(db, { ...FILE, isp_id: '10002', encrypt: 0, aes_key: '' }, SYSTEM),
    {
      name: '浙江管局',
      created: false,
    },
  );
  const rows = await db('bureaus');
  assert.equal(rows.length, 1);
  assert.equal(rows[0]?.isp_id, '10002');
  assert.equal(accountOf(rows[0]!).password, '密码123');
});

test('no secret lies in the clear, and one moved to another row does not open', async () => {
  await importBureau(db, { ...FILE, name: '江苏管局', province_code: 32 }, SYSTEM);
  const rows = await db('bureaus').orderBy('id');
  assert.doesNotMatch(JSON.stringify(rows), /密码123|0123456789abcdef|0102030405060708/);
  const [first, second] = rows;
  assert.throws(() => accountOf({ ...first!, password_sealed: second!.password_sealed }));
  assert.equal(second?.province_code, '320000');
});

test('what is wrong with a file is said field by field', async () => {
  const cases: [object, string][] = [
    [{ name: 'a/b' }, 'name'],
    [{ name: 'new' }, 'name'],
    [{ province_code: 'zj' }, 'province_code'],
    [{ isp_id: 'x' }, 'isp_id'],
    [{ user_name: '' }, 'user_name'],
    [{ password: undefined }, 'password'],
    [{ password: 'p🙂' }, 'password'],
    [{ encrypt: 2 }, 'encrypt'],
    [{ aes_key: 'short' }, 'aes_key'],
    [{ aes_key: '' }, 'aes_key'],
    [{ upload_wsdl: 'file:///etc/passwd' }, 'upload_wsdl'],
    [{ upload_wsdl: 'http://me:secret@gj.example.cn/x' }, 'upload_wsdl'],
    [{ hours: '8-20' }, 'hours'],
  ];
  for (const [change, field] of cases) {
    await assert.rejects(
      importBureau(db, { ...FILE, ...change }, SYSTEM),
      (error) => error instanceof UserError && field in error.fields,
      JSON.stringify(change),
    );
  }
  await assert.rejects(importBureau(db, 'nonsense', SYSTEM), UserError);
  await assert.rejects(
    importBureau(db, {}, SYSTEM),
    (error) =>
      error instanceof UserError && !/[a-z]{5}/.test(error.message.replace(/\w+：|http\S*/g, '')),
  );
});

test('a filing goes to the bureau of its province, and to a sandbox while that is on', async () => {
  assert.equal((await bureauForProvince(db, '330100'))?.name, '浙江管局');
  assert.equal((await bureauForProvince(db, '320000'))?.name, '江苏管局');
  assert.equal(await bureauForProvince(db, '440000'), undefined);
  await importBureau(db, { ...FILE, name: '演练管局' }, SYSTEM, { is_sandbox: true });
  assert.equal((await bureauForProvince(db, '440000'))?.name, '演练管局');
  const { useSandbox } = await import('../../src/bureau/bureaus/connection.ts');
  await useSandbox(undefined);
  assert.equal((await bureauForProvince(db, '330000'))?.name, '浙江管局');
  await assert.rejects(importBureau(db, { ...FILE, name: '演练管局' }, SYSTEM), /演练环境/);
  await db('bureaus').where({ name: '江苏管局' }).delete();
  assert.equal((await bureauForProvince(db, '440000'))?.name, '浙江管局', 'the only one there is');
});

test('a sandbox that starts is taken up at its address, and rests when it is gone', async () => {
  const { startSandbox } = await import('../sandbox/process.ts');
  const { useSandbox } = await import('../../src/bureau/bureaus/connection.ts');
  const { allConnections, testConnection } = await import('../../src/platform/connections.ts');
  const { url } = await startSandbox('bureau', ['--jcdm', 'no']);
  await useSandbox(url);
  const row = await db('bureaus').where({ name: '演练管局' }).first();
  assert.equal(row?.paused_at, null);
  assert.ok(row?.upload_wsdl.startsWith(url));
  await db('bureaus').where({ is_sandbox: false }).delete();
  const connection = allConnections().find(({ key }) => key === 'bureau')!;
  assert.equal((await testConnection(connection)).state, 'ok');
  await useSandbox(undefined);
  assert.ok((await db('bureaus').where({ name: '演练管局' }).first())?.paused_at);
  assert.equal((await testConnection(connection)).state, 'off');
});
