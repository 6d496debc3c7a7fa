import assert from 'node:assert/strict';
import test from 'node:test';
import {
  ACCOUNT,
  auth,
  call,
  control,
  drain,
  inner,
  inners,
  stateOf,
  upload,
  uploadOf,
} from './bureau-client.ts';
import {
  accessXml,
  attachmentPart,
  COMPANY,
  filingXml,
  firstFilings,
  ipXml,
  leader,
  siteXml,
  uploadXml,
} from './filings.ts';
import { postJson, startSandbox, until } from './process.ts';
import { downloadFaults, hasSchemas, schemaOptions } from './schemas.ts';

const automatic = ['--auto', 'approve', '--jcdm', 'no', '--results', 'together'];
const { url } = await startSandbox('bureau', [...schemaOptions, ...automatic]);
let sequence = 0;

/** Uploads operations and gives what came back, all in one; it must fit the schema but where told. */
async function exchange(operations: string, { fits = true } = {}): Promise<string> {
  sequence += 1;
  const answer = await upload(
    url,
    operations.startsWith('<?') ? operations : uploadXml(operations),
    sequence,
  );
  assert.equal(answer.code, 0);
  const files = await until(async () => {
    const found = await drain(url);
    return found.length > 0 && found;
  });
  for (const { xml } of files) if (hasSchemas && fits) assert.equal(downloadFaults(xml), '', xml);
  return files.map(({ xml }) => xml).join('\n');
}
const codes = (xml: string) => inners(xml, 'Jgdm').map(Number);
const isFiled = async (domain: string): Promise<boolean> => {
  const query = { ...auth(), queryConditionType: '0', queryCondition: domain };
  return inner((await call(url, 'isp_querybeianstatus', query)).document, 'Bazt') === '0';
};
const mark = (xml: string, name: string, nth = 0): string => inners(xml, name)[nth] ?? '';

/** Kept from the first filing for the operations on it. */
let filed = '';
const entityId = () => mark(filed, 'Ztid');
const siteId = () => mark(filed, 'Wzid');
const number = () => mark(filed, 'Baxh');

test('a first filing is approved by itself when the bureau is told so', async () => {
  filed = await exchange(firstFilings({ id: 1 }));
  assert.deepEqual(codes(filed), [1001]);
  assert.equal(await isFiled('beika1.cn'), true);
});

test('a new site takes the next number of its entity', async () => {
  const site = siteXml({ id: 2, siteName: '第二网站' });
  const xml = await exchange(
    `<XZWZ><Xzxx><Zt_xx><Ztbah>${number()}</Ztbah></Zt_xx>${site}</Xzxx></XZWZ>`,
  );
  assert.deepEqual(codes(xml), [1001]);
  assert.match(xml, /<Czlx>2<\/Czlx><Bs>浙ICP/);
  assert.equal(inner(inner(xml, 'GJSHS'), 'Jlid'), '201');
  assert.deepEqual(inners(xml, 'Baxh'), [number(), `${number()}-1`, `${number()}-2`]);
  const again = await exchange(`<XZWZ><Xzxx><Zt_xx><Ztid>1</Ztid></Zt_xx>${site}</Xzxx></XZWZ>`);
  assert.deepEqual(codes(again), [1058]);
});

test('a change replaces the record and keeps its ids; another province is refused', async () => {
  const ids = { wz: siteId(), jr: mark(filed, 'Jrid'), ym: mark(filed, 'Ymid') };
  const change = (province: string, name: string) =>
    `<BGBA><Bgxx><Zt_xx><Ztid>${entityId()}</Ztid><Dwmc>${name}</Dwmc><Baxh>${number()}</Baxh><Dwxz>4</Dwxz><Txdz><Shengid>${province}0000</Shengid><Shiid>${province}0100</Shiid></Txdz><Zj><Zjlx>1</Zjlx><Zjhm>${COMPANY}</Zjhm><Zjzs>杭州</Zjzs></Zj><Fzr>${leader()}</Fzr></Zt_xx><Wz_xx><Wzid>${ids.wz}</Wzid><Wzmc>新网站名</Wzmc><Fwnr><Fwnr_id>9</Fwnr_id></Fwnr><Yylb><Yylb_id>1</Yylb_id></Yylb><Ym_xx><IspYmid>102</IspYmid><Ymid>${ids.ym}</Ymid><Ym>beika1.cn</Ym></Ym_xx><Ym_xx><IspYmid>105</IspYmid><Ym>beika1.com</Ym></Ym_xx><Jr_xx><Jrid>${ids.jr}</Jrid><Wzfb><Fbdd>34</Fbdd></Wzfb><Wzjrfs><Jrfs>5</Jrfs></Wzjrfs>${ipXml(104, '3405803900')}</Jr_xx><Wz_Fzr>${leader({ Fzr_xm: '李四' })}</Wz_Fzr><Baxh>${number()}-1</Baxh></Wz_xx></Bgxx></BGBA>`;
  assert.deepEqual(codes(await exchange(change('31', '改名公司'))), [1046]);
  const xml = await exchange(change('33', '改名公司'));
  assert.deepEqual(codes(xml), [1001]);
  assert.equal(mark(xml, 'Dwmc'), '改名公司');
  assert.equal(mark(xml, 'Wzid'), ids.wz);
  assert.equal(mark(xml, 'Jrid'), ids.jr);
  assert.equal(mark(xml, 'Qsip'), '3405803900');
  assert.match(xml, /<Jrfs>5<\/Jrfs>/);
  assert.equal(await isFiled('beika1.com'), true);
});

test('an access to a site that another provider filed, given and taken back', async () => {
  const foreign = await postJson<{ sites: { fields: Record<string, string> }[] }>(
    `${url}/_control/record`,
    { certificate_type: 2, certificate_number: '110105194912310021', domain: 'other.cn' },
  );
  const site = foreign.sites[0]?.fields ?? {};
  const added = (id: number) =>
    `<XZJR><Xzxx><Wz_xx><Wzid>${site['Wzid']}</Wzid></Wz_xx>${accessXml(id, ipXml(id + 1, '3405803950'))}<ICPmm>x</ICPmm></Xzxx></XZJR>`;
  const xml = await exchange(added(501));
  assert.deepEqual(codes(xml), [1001]);
  assert.match(xml, /<Czlx>3<\/Czlx><Bs>501<\/Bs>/);
  assert.deepEqual(inners(xml, 'IspJrid'), ['501']);
  assert.deepEqual(codes(await exchange(added(501))).sort(), [1029, 1038, 1040]);
  const own = /<IspJrid>501<\/IspJrid><Jrid>(\d+)</.exec(xml)?.[1];
  const drop = (id: string | undefined) =>
    `<ZXBA><Zx_xx><Zxlb>2</Zxlb><Jlid>${id}</Jlid><Zxly>4</Zxly></Zx_xx></ZXBA>`;
  assert.deepEqual(codes(await exchange(drop(own))), [1001]);
  assert.equal(await isFiled('other.cn'), true);
  assert.deepEqual(codes(await exchange(drop(mark(filed, 'Jrid')))), [1025]);
});

test('verification material for a filed site is taken in at once', async () => {
  const part = attachmentPart(1, [2, '0']).replace('>0<', `><Baxh>${number()}-1</Baxh><`);
  // 35 is what the comment of the schema lists and its own limit of 7 forbids.
  const xml = await exchange(`<XZHYD>${part}</XZHYD>`, { fits: false });
  assert.deepEqual(codes(xml), [1060]);
  assert.equal(inner(xml, 'Czlx'), '35');
});

test('the answer to an unfiled site is taken once, and only for a site that was sent', async () => {
  await control(url, 'notice', {
    kind: 'WBAWZLB',
    items: [{ Wzym_mc: 'wild.cn', IP: '203.0.113.9' }],
  });
  await drain(url);
  const reply = (domain: string, result = 2) =>
    `<WBACLJG><Clxx><Ym>${domain}</Ym><IP>3405803785</IP><Yys>1</Yys><Jrs>10001</Jrs><Shengid>330000</Shengid><Cljg>${result}</Cljg><Clyj>已停止接入</Clyj><Rbsj>2026-01-01</Rbsj><Clsx>2026-01-05</Clsx></Clxx></WBACLJG>`;
  assert.deepEqual(codes(await exchange(reply('tame.cn'))), [5005]);
  assert.deepEqual(codes(await exchange(reply('wild.cn', 900))), [5007]);
  sequence += 1;
  assert.equal((await upload(url, uploadXml(reply('wild.cn')), sequence)).code, 0);
  assert.deepEqual(codes(await exchange(reply('wild.cn'))), [5006]);
});

test('addresses: the source comes before the assignment', async () => {
  const ip = (inside: string) =>
    uploadXml('')
      .replace('<ICP>', '<IP>')
      .replace('</ICP>', '</IP>')
      .replace('<Qqdwid>', `${inside}<Qqdwid>`);
  const source =
    '<Xzly><Ly><IspId>1</IspId><Qsip>3405803776</Qsip><Zzip>3405804031</Zzip><Lydw>10000</Lydw></Ly></Xzly>';
  const used = (more = '') =>
    `<Xzfp><Fpsy><IspId>2</IspId><Qsip>3405803776</Qsip><Zzip>3405804031</Zzip><Fpfs>3</Fpfs>${more}</Fpsy></Xzfp>`;
  const own = '<Syfs>1</Syfs><Fprq>2026-01-01</Fprq>';
  assert.deepEqual(codes(await exchange(ip(`<XZBA>${used(own)}</XZBA>`))), [2005]);
  assert.deepEqual(
    codes(await exchange(ip(`<XZBA>${source}${used()}</XZBA>`))),
    [2998, 2032, 2030],
  );
  const done = await exchange(ip(`<XZBA>${used(own)}</XZBA>`));
  assert.deepEqual(codes(done), [2998]);
  const id = inner(done, 'Id');
  const gone = `<SCBA><Scfp><Fpsy><Id>${id}</Id></Fpsy></Scfp></SCBA>`;
  assert.deepEqual(codes(await exchange(ip(gone))), [2998]);
  assert.deepEqual(codes(await exchange(ip(gone))), [2055]);
});

test('domain registrations are refused: they belong at the ministry', async () => {
  const ym = '<YM><SCBA><Scxx><Ym>a.cn</Ym></Scxx></SCBA><Qqdwid>10001</Qqdwid></YM>';
  const xml = uploadXml('').replace(/<ICP>.*<\/ICP>/, ym);
  assert.deepEqual(codes(await exchange(xml)), [3036]);
});

test('a record of another provider is out of reach', async () => {
  await control(url, 'account', { isp_id: 10009, user_name: 'other', password: 'p' });
  const other = { ...ACCOUNT, isp: '10009', user: 'other', password: 'p' };
  const cancel = (kind: number, id: string) =>
    `<ZXBA><Zx_xx><Zxlb>${kind}</Zxlb><Jlid>${id}</Jlid><Zxly>1</Zxly></Zx_xx></ZXBA>`;
  const xml = uploadXml(`${cancel(0, entityId())}`, '10009');
  const answer = await call(url, 'isp_upload', await uploadOf(xml, 1, other));
  assert.equal(answer.code, 0);
  const [file] = await until(async () => {
    const found = await drain(url, other);
    return found.length > 0 && found;
  });
  assert.deepEqual(codes(file?.xml ?? ''), [1048]);
});

test('a cancelled site, then its entity, are gone, and say so when touched again', async () => {
  const cancel = (kind: number, id: string, why = 1) =>
    `<ZXBA><Zx_xx><Zxlb>${kind}</Zxlb><Jlid>${id}</Jlid><Zxly>${why}</Zxly></Zx_xx></ZXBA>`;
  assert.deepEqual(codes(await exchange(cancel(1, siteId(), 77))), [1026]);
  const site = await exchange(cancel(1, siteId()));
  assert.match(site, /<Czlx>7<\/Czlx>/);
  assert.match(site, new RegExp(`<Zxlb>1</Zxlb><Jlid>${siteId()}</Jlid>`));
  assert.equal(await isFiled('beika1.cn'), false);
  assert.deepEqual(codes(await exchange(cancel(1, siteId()))), [1050]);
  const entity = await exchange(cancel(0, entityId()));
  assert.match(entity, new RegExp(`<Zxlb>0</Zxlb><Jlid>${entityId()}</Jlid>`));
  assert.deepEqual(codes(await exchange(cancel(0, entityId()))), [1049]);
});

test('while a request is open another on the same record is refused', async () => {
  const filing = await exchange(firstFilings({ id: 40, domain: 'open40.cn' }));
  await control(url, 'settings', { auto: 'manual', sms: 'manual' });
  /** Nothing comes back of what passes: the next exchange brings only what is refused. */
  const pass = async (operations: string) => {
    sequence += 1;
    assert.equal((await upload(url, uploadXml(operations), sequence)).code, 0);
  };
  const end = () => control(url, 'decision', { all: true, decision: 'refuse' });
  const ids = { Ztid: mark(filing, 'Ztid'), Wzid: mark(filing, 'Wzid') };
  const cancel = (kind: number, id: string) =>
    `<ZXBA><Zx_xx><Zxlb>${kind}</Zxlb><Jlid>${id}</Jlid><Zxly>1</Zxly></Zx_xx></ZXBA>`;
  const site = siteXml({ id: 41, siteName: '备卡示例网', domain: 'open41.cn' });
  const added = `<XZWZ><Xzxx><Zt_xx><Ztid>${ids.Ztid}</Ztid></Zt_xx>${site}</Xzxx></XZWZ>`;
  await pass(cancel(1, ids.Wzid));
  assert.deepEqual(codes(await exchange(cancel(1, ids.Wzid))), [1030]);
  assert.deepEqual(codes(await exchange(cancel(0, ids.Ztid))), [1043]);
  await end();
  await drain(url);
  await pass(cancel(0, ids.Ztid));
  assert.deepEqual(codes(await exchange(cancel(0, ids.Ztid))), [1027]);
  assert.deepEqual(codes(await exchange(cancel(1, ids.Wzid))), [1042]);
  assert.deepEqual(codes(await exchange(added)), [1052, 1020]);
  await end();
  await drain(url);
  const person = { certificate: '7', kind: '5', number: 'E30303030' };
  await pass(`<XZBA>${filingXml({ id: 30, domain: 'open30.cn', ...person })}</XZBA>`);
  const again = firstFilings({ id: 31, domain: 'open31.cn', ...person });
  assert.deepEqual(codes(await exchange(again)), [1003]);
  await control(url, 'fault', { kind: 'data_code', code: 1045 });
  assert.deepEqual(codes(await exchange(again)), [1045]);
});

test('the filing password is good for five wrong tries', async () => {
  const state = await stateOf(url);
  const entity = state.entities.find((e) => !e.cancelled);
  const baxh = entity?.fields['Baxh'] ?? '';
  const verify = async (bamm: string) => call(url, 'isp_verifybamm', { ...auth(), baxh, bamm });
  const right = entity?.password ?? '';
  assert.equal(inner((await verify(right)).document, 'VerifyRes'), '0');
  for (let i = 0; i < 5; i += 1) {
    assert.equal(inner((await verify('wrong')).document, 'VerifyRes'), '1');
  }
  assert.equal((await verify(right)).code, 22);
});
