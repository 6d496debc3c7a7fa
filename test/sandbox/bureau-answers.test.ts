import assert from 'node:assert/strict';
import test from 'node:test';
import { control, drain, inner, inners, stateOf, upload } from './bureau-client.ts';
import { COMPANY, filingXml, leader, uploadXml } from './filings.ts';
import { postJson, startSandbox, until } from './process.ts';
import { schemaOptions } from './schemas.ts';

const { url } = await startSandbox('bureau', [...schemaOptions, '--jcdm', 'no']);
const filed = await postJson<{
  fields: Record<string, string>;
  sites: { fields: Record<string, string> }[];
}>(`${url}/_control/record`, { isp_id: 10001, certificate_number: COMPANY, domain: 'checked.cn' });
const ztid = filed.fields['Ztid'] ?? '';
const wzid = filed.sites[0]?.fields['Wzid'] ?? '';
let sequence = 0;

/** Uploads operations, waits until they were looked at, and gives the codes that came back. */
async function codesOf(operations: string): Promise<number[]> {
  sequence += 1;
  const mine = sequence;
  assert.equal((await upload(url, uploadXml(operations), mine)).code, 0);
  await until(async () =>
    (await stateOf(url)).uploads.some((u) => u.sequence === mine && u.status === 'checked'),
  );
  return (await drain(url)).flatMap(({ xml }) => inners(xml, 'Jgdm').map(Number));
}

/** 核实结果 of the filed record, as upload.xsd has it: `sjhm`, no languages, Bbfs in the access. */
const answer = ({ entity = ztid, site = wzid, unit = '10001', opinion = '信息真实' } = {}) => {
  const person = leader().replaceAll('Fzr_sjhm', 'sjhm');
  return `<HSJG><Hsjgxx><Hsjg>0</Hsjg><Hsrxm>王五</Hsrxm><Hssj>2026-01-31</Hssj><Bbdw>${unit}</Bbdw><Hsyj>${opinion}</Hsyj><Baxx><Zt_xx><Ztid>${entity}</Ztid><Dwmc>公司</Dwmc><Txdz><Shengid>330000</Shengid><Shiid>330100</Shiid></Txdz><Zj><Zjlx>1</Zjlx><Zjhm>${COMPANY}</Zjhm><Zjzs>杭州</Zjzs></Zj><Fzr>${person}</Fzr></Zt_xx><Wz_xx><Wzid>${site}</Wzid><Wzmc>网站</Wzmc><Fwnr><Fwnr_id>8</Fwnr_id></Fwnr><Ym_xx><Ymid>1</Ymid><Ym>checked.cn</Ym></Ym_xx><Jr_xx><Jrid>1</Jrid><Wzfb><Fbdd>34</Fbdd></Wzfb><Wzjrfs><Jrfs>3</Jrfs></Wzjrfs><Ip_xx><Ipid>1</Ipid><Qsip>3405803778</Qsip><Zzip>3405803778</Zzip></Ip_xx><Bbfs>1</Bbfs></Jr_xx><Wz_Fzr>${person}</Wz_Fzr></Wz_xx></Baxx></Hsjgxx></HSJG>`;
};

test('the answer to a check is taken in without a word, and stands on the desk', async () => {
  assert.deepEqual(await codesOf(answer()), []);
  const { requests } = await stateOf(url);
  const taken = requests.filter(({ operation }) => operation === 'HSJG');
  assert.deepEqual(
    taken.map(({ status, mark }) => [status, mark]),
    [['closed', ztid]],
  );
  assert.match(await (await fetch(url)).text(), /核实结果[\s\S]*信息真实/);
});

test('an answer about what is not filed, for another unit, or with odd characters is refused', async () => {
  assert.deepEqual(await codesOf(answer({ entity: '1' })), [1058]);
  assert.deepEqual(await codesOf(answer({ site: '1' })), [1059]);
  assert.deepEqual(await codesOf(answer({ unit: '10002' })), [5003]);
  assert.deepEqual(await codesOf(answer({ opinion: '好&#x1F600;' })), [5008]);
});

test('a domain that an answer names may still be filed in the same file', async () => {
  await control(url, 'notice', {
    kind: 'WBAWZLB',
    items: [{ Wzym_mc: 'wild.cn', IP: '203.0.113.9' }],
  });
  await drain(url);
  const handled = `<WBACLJG><Clxx><Ym>wild.cn</Ym><IP>3405803785</IP><Yys>1</Yys><Jrs>10001</Jrs><Shengid>330000</Shengid><Cljg>3</Cljg><Clyj>正在备案</Clyj><Rbsj>2026-01-01</Rbsj><Clsx>2026-01-05</Clsx></Clxx></WBACLJG>`;
  const person = { certificate: '7', kind: '5', number: 'E30303030' };
  const filing = `<XZBA>${filingXml({ id: 3, domain: 'wild.cn', ...person })}</XZBA>`;
  assert.deepEqual(await codesOf(handled + answer() + filing), []);
  const { unfiled } = await stateOf(url);
  assert.deepEqual(
    unfiled.map(({ domain, handled }) => [domain, handled]),
    [['wild.cn', true]],
  );
});

test('a refused answer carries the mark of what it was about', async () => {
  sequence += 1;
  assert.equal((await upload(url, uploadXml(answer({ entity: '2' })), sequence)).code, 0);
  const [file] = await until(async () => {
    const files = await drain(url);
    return files.length > 0 && files;
  });
  assert.equal(inner(file?.xml ?? '', 'Bs'), '2');
});
