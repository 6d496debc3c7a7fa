import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ACCOUNT,
  ack,
  aes,
  auth,
  call,
  control,
  envelope,
  gbk,
  md5,
  post,
  upload,
  uploadOf,
  zipOf,
} from './bureau-client.ts';
import { firstFilings } from './filings.ts';
import { startSandbox } from './process.ts';
import { returnFaults, schemaOptions, skipWithoutSchemas } from './schemas.ts';

const bureau = await startSandbox('bureau', [...schemaOptions, '--jcdm', 'no']);
const { url } = bureau;
const xml = firstFilings({});

/** An upload with some parameters replaced. */
const spoiled = async (change: Record<string, string>, base = uploadOf(xml, 1)) =>
  call(url, 'isp_upload', { ...(await base), ...change });
const withPayload = async (zip: Buffer) =>
  spoiled({ beianInfo: aes(ACCOUNT, zip).toString('base64'), beianInfoHash: md5(zip) });

test('the worked examples of password hash, cipher and hash are met', () => {
  assert.equal(md5(gbk('1234567890abcdefghijABCDEFGHIJ')), 'mbDZD5Py+VplWLGDZZIo2Q==');
  const example = { ...ACCOUNT, key: '0102030405060708', iv: '0102030405060708' };
  assert.equal(
    aes(example, Buffer.from('hello-zip-bytes')).toString('base64'),
    'DIh+Hvvsc5oxg2+5eV3g8Q==',
  );
  assert.equal(md5(Buffer.from('hello-zip-bytes')), 'VlVnsoToSXTdIi63+fbjGg==');
});

test('a caller who is not who he says is refused, in the order of the checks', async () => {
  const codes: [string, Record<string, string>, number][] = [
    ['unknown ISP', { ispId: '99999' }, 4],
    ['wrong user', { userName: 'somebody' }, 4],
    ['short random string', { randVal: 'abc' }, 16],
    ['random string with other characters', { randVal: '12345678901234567 9!' }, 12],
    ['password hash that is none', { pwdHash: 'abcd' }, 12],
    ['wrong password', { pwdHash: md5(Buffer.from('no')) }, 5],
    ['wrong user and short random string', { userName: 'x', randVal: 'abc' }, 4],
  ];
  for (const [name, change, code] of codes) assert.equal((await spoiled(change)).code, code, name);
});

test('an upload that cannot be opened is refused with the code for where it failed', async () => {
  const zip = await zipOf({ 'a.xml': gbk(xml) });
  const codes: [string, Record<string, string>, number][] = [
    ['cipher', { encryptAlgorithm: '2' }, 9],
    ['plain though a key was issued', { encryptAlgorithm: '0' }, 9],
    ['hash algorithm', { hashAlgorithm: '1' }, 10],
    ['compression', { compressionFormat: '1' }, 11],
    ['not base64', { beianInfo: '***' }, 6],
    [
      'another key',
      { beianInfo: aes({ ...ACCOUNT, key: 'x'.repeat(16) }, zip).toString('base64') },
      6,
    ],
    ['another hash', { beianInfoHash: md5(gbk('other')) }, 7],
    ['sequence that is none', { dataSequence: '0' }, 999],
  ];
  for (const [name, change, code] of codes) assert.equal((await spoiled(change)).code, code, name);
  assert.equal((await withPayload(Buffer.from('not an archive'))).code, 8);
  assert.equal((await withPayload(await zipOf({ 'a.xml': gbk(xml), 'b.xml': gbk(xml) }))).code, 17);
  const large = Buffer.alloc(50 * 1024 * 1024 + 1, 32);
  assert.equal((await withPayload(await zipOf({ 'a.xml': large }))).code, 18);
  assert.equal((await withPayload(await zipOf({ '备案.xml': gbk(xml) }))).code, 999);
});

test('rights, province, address, hours, maintenance and a full queue each have their code', async () => {
  const isp_id = 10001;
  const refusals: [string, object, object, number][] = [
    ['account', { isp_id, rights: false }, { isp_id, rights: true }, 19],
    ['account', { isp_id, province: '310000' }, { isp_id, province: '330000' }, 13],
    ['account', { isp_id, allowed_ips: ['192.0.2.1'] }, { isp_id, allowed_ips: [] }, 12],
    ['settings', { window: '00:00-00:00' }, { window: '' }, 20],
    ['settings', { maintenance: true }, { maintenance: false }, 901],
    ['settings', { queue_full: true }, { queue_full: false }, 15],
  ];
  for (const [what, change, back, code] of refusals) {
    await control(url, what, change);
    const refused = await upload(url, xml, 1);
    if (code === 901) assert.equal((await call(url, 'isp_download', auth())).code, 902);
    await control(url, what, back);
    assert.equal(refused.code, code, JSON.stringify(change));
    if (code === 20) assert.match(refused.msg, /报备时间为：00:00-00:00/);
  }
});

test('the other methods have their own refusals', async () => {
  assert.equal((await call(url, 'isp_download', { ...auth(), hashAlgorithm: '1' })).code, 10);
  assert.equal((await call(url, 'isp_download', auth())).code, 2);
  assert.equal((await ack(url, '')).code, 21);
  assert.equal((await ack(url, '20260101000000_zj_1.xml')).code, 999);
  const query = { ...auth(), queryConditionType: '77x', queryCondition: 'a.cn' };
  assert.equal((await call(url, 'isp_querybeianstatus', query)).code, 999);
});

test('every answer fits the schema of its method', { skip: skipWithoutSchemas }, async () => {
  const query = { ...auth(), queryConditionType: '0', queryCondition: 'a.cn' };
  const answers: [string, string][] = [
    ['ret_upload', (await upload(url, xml, 3)).document],
    ['ret_download', (await call(url, 'isp_download', auth())).document],
    ['ret_downloadack', (await ack(url, '')).document],
    ['ret_prevupload', (await call(url, 'isp_querypreviousupload', auth())).document],
    ['ret_status', (await call(url, 'isp_querybeianstatus', query)).document],
  ];
  for (const [name, document] of answers) {
    assert.match(document, /^<\?xml version="1.0" encoding="GBK"\?>/);
    assert.equal(returnFaults(name, document), '', name);
  }
});

test('the WSDL names its methods, and either spelling of the ISP id is taken', async () => {
  const paths: Record<string, string[]> = {
    '/ISPWebService/upDownLoad': [
      'isp_upload',
      'isp_download',
      'isp_downloadack',
      'isp_querypreviousupload',
    ],
    '/BeianStatusWebService/queryBeianStatus': ['isp_querybeianstatus'],
    '/BeianStatusWebService/verifyBamm': ['isp_verifybamm'],
  };
  for (const [path, methods] of Object.entries(paths)) {
    const wsdl = await (await fetch(`${url}${path}?wsdl`)).text();
    assert.ok(wsdl.includes(`location="${url}${path}"`));
    const schema = await (await fetch(`${url}${path}?xsd=1`)).text();
    for (const method of methods) {
      assert.ok(wsdl.includes(`<operation name="${method}">`));
      assert.ok(schema.includes(`<xs:element name="${method}" type="tns:${method}"/>`));
    }
    assert.ok(schema.includes('<xs:element name="ispId" type="xs:long" minOccurs="0"/>'));
  }
  const { ispId, ...rest } = auth();
  assert.equal((await call(url, 'isp_download', { ispID: ispId ?? '', ...rest })).code, 2);
});

test('a call outside the namespace of the WSDL, or no call at all, gets a SOAP fault', async () => {
  for (const body of [
    envelope('isp_download', auth(), 'urn:other'),
    envelope('isp_login', {}),
    '<broken',
  ]) {
    const response = await post(url, 'isp_download', body);
    assert.equal(response.status, 500);
    assert.match(await response.text(), /<faultcode>S:Client<\/faultcode>/);
  }
});

test('it stops on SIGTERM with status 0', async () => {
  assert.equal(await bureau.stop(), 0);
});
