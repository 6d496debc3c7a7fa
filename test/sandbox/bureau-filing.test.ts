import assert from 'node:assert/strict';
import test from 'node:test';
import { auth, call, control, drain, inner, inners, stateOf, upload } from './bureau-client.ts';
import { COMPANY, firstFilings } from './filings.ts';
import { startSandbox, until } from './process.ts';
import { downloadFaults, schemaOptions, skipWithoutSchemas } from './schemas.ts';

const { url } = await startSandbox('bureau', schemaOptions);

test('a new ISP is sent the code tables once, and they fit the schema', async (t) => {
  const [tables, ...more] = await drain(url);
  assert.equal(more.length, 0);
  assert.match(tables?.name ?? '', /^\d{14}_zj_\d+\.xml$/);
  assert.match(tables?.xml ?? '', /<Zjlx_xx><Id>1<\/Id><Mc>营业执照<\/Mc><Dwflid>4<\/Dwflid>/);
  if (skipWithoutSchemas) return t.skip(skipWithoutSchemas);
  return assert.equal(downloadFaults(tables?.xml ?? ''), '');
});

test('a filing that is approved comes back with its numbers and answers as filed', async (t) => {
  const query = (type: string, condition: string) =>
    call(url, 'isp_querybeianstatus', {
      ...auth(),
      queryConditionType: type,
      queryCondition: condition,
    });
  assert.equal(inner((await query('0', 'beika1.cn')).document, 'Bazt'), '1');
  assert.equal((await upload(url, firstFilings({ id: 1 }), 1)).code, 0);
  const request = await until(async () => (await stateOf(url)).requests[0]);
  assert.equal(request.status, 'sms_pending', JSON.stringify(request.codes));
  assert.deepEqual(await drain(url), []);

  await control(url, 'decision', { isp_ztid: '1', decision: 'approve' });
  const [result, published] = await drain(url);
  assert.match(result?.xml ?? '', /<Jgdm>1001<\/Jgdm>.*<Czlx>1<\/Czlx><Bs>1<\/Bs>/);
  assert.match(result?.xml ?? '', /<Shjg>1<\/Shjg><Czlx>1<\/Czlx><Jlid>1<\/Jlid>/);
  const [entity, site] = inners(published?.xml ?? '', 'Baxh');
  assert.match(entity ?? '', /^浙ICP备\d{10}号$/);
  assert.equal(site, `${entity}-1`);
  for (const id of ['IspZtid', 'Ztid', 'IspWzid', 'Wzid', 'IspYmid', 'Ymid', 'Jrid', 'Ipid']) {
    assert.match(inner(published?.xml ?? '', id), /^\d+$/, id);
  }
  const filed = await query('0', 'beika1.cn');
  assert.equal(inner(filed.document, 'Bazt'), '0');
  assert.equal(inner(filed.document, 'Ztbah'), entity);
  assert.equal(inner(filed.document, 'Wzbah'), site);
  assert.equal(inner((await query('1', COMPANY)).document, 'Bazt'), '0');
  if (skipWithoutSchemas) return t.skip(skipWithoutSchemas);
  return assert.equal(downloadFaults(result?.xml ?? '') + downloadFaults(published?.xml ?? ''), '');
});
