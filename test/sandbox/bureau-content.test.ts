import assert from 'node:assert/strict';
import test from 'node:test';
import { control, drain, inner, inners, stateOf, upload } from './bureau-client.ts';
import {
  accessXml,
  attachment,
  COMPANY,
  type Filing,
  filingXml,
  firstFilings,
  ipXml,
  JPEG,
  leader,
  uploadXml,
} from './filings.ts';
import { startSandbox, until } from './process.ts';
import { downloadFaults, hasSchemas, schemaOptions, skipWithoutSchemas } from './schemas.ts';

const ranges = ['--ip-ranges', '203.0.113.0-203.0.113.255'];
const { url } = await startSandbox('bureau', [...schemaOptions, '--jcdm', 'no', ...ranges]);
let sequence = 0;

/** Uploads, waits for the content phase, and gives the files that came of it. */
async function results(xml: string): Promise<string[]> {
  sequence += 1;
  assert.equal((await upload(url, xml, sequence)).code, 0);
  const mine = sequence;
  await until(async () =>
    (await stateOf(url)).uploads.some((u) => u.sequence === mine && u.status === 'checked'),
  );
  return (await drain(url)).map((file) => file.xml);
}

const large = Buffer.alloc(80_000, 7);
large.write('\xff\xd8\xff', 'latin1');
const heavy = large.toString('base64');
const approval = (id: number) =>
  `<Nrlx><Nrlx_xx><Nrlx_id>${id}</Nrlx_id><Qzsph>浙A1</Qzsph><Spwj>${JPEG}</Spwj></Nrlx_xx></Nrlx>`;
const jr = (id: number, ip = ipXml(id), place = 34, method = 3) =>
  `<Jr_xx>${accessXml(id, ip, place, method)}</Jr_xx>`;

/** One fault each (or several at once), and what the bureau must find. */
const FAULTS: [words: string, filing: Filing, codes: number[]][] = [
  ['a domain with a host name', { domain: 'www.beika.cn' }, [1004]],
  ['a suffix that is not approved', { domain: 'beika.zip' }, [1004]],
  ['an address range upside down', { ip: ipXml(1, '3405803780', '3405803778') }, [1006]],
  ['a private address', { ip: ipXml(1, '3232235777') }, [1006, 1063]],
  ['a certificate with a wrong check digit', { number: '91350100M000100Y44' }, [1008]],
  ['a certificate of another nature', { kind: '3' }, [1008]],
  ['a bad mail address', { leader: leader({ Fzr_dzyj: 'zhangsan' }) }, [1009]],
  ['a bad office telephone', { leader: leader({ Fzr_dhhm: '88886666888' }) }, [1010]],
  ['no office telephone', { leader: leader({ Fzr_dhhm: '' }) }, [1010]],
  ['a bad mobile', { siteLeader: leader({ Fzr_sjhm: '12345678901' }) }, [1011]],
  ['a bad MSN', { leader: leader({ Msn: 'nobody' }) }, [1012]],
  ['a bad QQ', { leader: leader({ Qq: 'abcdef' }) }, [1013]],
  ['a nature that does not exist', { kind: '999' }, [1008, 1014]],
  [
    'an ID number with a wrong check digit',
    { leader: leader({ Fzr_zjhm: '110105194912310021' }) },
    [1015],
  ],
  [
    'a city of another province',
    { area: '<Shengid>330000</Shengid><Shiid>310100</Shiid>' },
    [1019],
  ],
  ['a home address that is none', { home: 'hello there' }, [1022]],
  ['a home address on another domain', { home: 'www.other.cn' }, [1041]],
  ['overlapping addresses', { ip: ipXml(1) + ipXml(2) }, [1024]],
  ['one access twice', { access: jr(1) + jr(2) }, [1029]],
  ['a site leader without office telephone', { siteLeader: leader({ Fzr_dhhm: '' }) }, [1031]],
  ['an approval that does not exist', { approvals: approval(60) }, [1033]],
  ['a content that does not exist', { contents: '<Fwnr_id>60</Fwnr_id>' }, [1034]],
  ['an access method that does not exist', { access: jr(1, ipXml(1), 34, 60) }, [1035]],
  ['a location that does not exist', { access: jr(1, ipXml(1), 60) }, [1036]],
  ['no leader', { leader: leader({ Fzr_xm: '' }) }, [1044]],
  ['an attachment of another filing', { attachments: attachment(1, [2, '999']) }, [1055]],
  [
    'an attachment format that does not exist',
    { attachments: attachment(1, [2, 'W'], JPEG, 9) },
    [1056],
  ],
  ['an attachment use that does not exist', { attachments: attachment(99, [2, 'W']) }, [1057]],
  ['an attachment on the wrong kind of owner', { attachments: attachment(1, [1, 'Z']) }, [1061]],
  ['an address that the ISP never filed', { ip: ipXml(1, '3405804034') }, [1063]],
  ['a language that does not exist', { languages: '<Yylb_id>60</Yylb_id>' }, [1066]],
  ['a character that GBK cannot hold', { name: '备卡&#x1F600;公司' }, [5008]],
  ['a picture that is none', { attachments: attachment(1, [2, 'W'], 'aGVsbG8=') }, [5010]],
  ['a picture over 100 KB', { attachments: attachment(2, [1, 'Z'], heavy) }, [5010]],
  [
    'several at once',
    { domain: 'a.b.cn', leader: leader({ Fzr_dhhm: '1-2-3-4-5-6', Fzr_sjhm: '11111111111' }) },
    [1004, 1010, 1011],
  ],
];

test('each fault of a record is found, with the datum in its words', async (t) => {
  const filings = FAULTS.map(([, filing], i) =>
    filingXml({
      id: i + 1,
      ...filing,
      ...(filing.attachments
        ? {
            attachments: filing.attachments
              .replace('>W<', `>${i + 1}01<`)
              .replace('>Z<', `>${i + 1}<`),
          }
        : {}),
    }),
  );
  const [file = '', ...more] = await results(uploadXml(`<XZBA>${filings.join('')}</XZBA>`));
  assert.equal(more.length, 0);
  const records = inners(file, 'Jg_xx');
  for (const [i, [words, , codes]] of FAULTS.entries()) {
    const record = records.find((r) => inner(r, 'Bs') === String(i + 1)) ?? '';
    const found = [...new Set(inners(record, 'Jgdm').map(Number))].sort();
    assert.deepEqual(found, codes, `${words}: ${record}`);
  }
  assert.match(file, /无效域名，请核实后再次报备网站名称：备卡示例网，错误数据：www.beika.cn/);
  if (!hasSchemas) return t.skip(String(skipWithoutSchemas));
  return assert.equal(downloadFaults(file), '');
});

test('a form of 150 KB passes where another attachment would not', async () => {
  const filing = filingXml({ id: 90, attachments: attachment(1, [2, '9001'], heavy) });
  assert.deepEqual(await results(uploadXml(`<XZBA>${filing}</XZBA>`)), []);
  assert.deepEqual(await control(url, 'decision', { isp_ztid: '90', decision: 'refuse' }), {
    decided: ['R000036'],
  });
  await drain(url);
});

test('what is filed, open or blocked already is refused as a conflict', async () => {
  await control(url, 'record', {
    certificate_number: '110105194912310021',
    certificate_type: 2,
    domain: 'taken.cn',
  });
  await control(url, 'settings', {
    blocked_domains: ['blocked.cn'],
    blocked_certificates: ['E77777777'],
  });
  assert.deepEqual(await results(firstFilings({ id: 200, domain: 'open.cn' })), []);
  const person = { certificate: '7', kind: '5' };
  const cases: [Filing, number[]][] = [
    [{ id: 201 }, [1003]],
    [{ id: 202, ...person, number: 'E22222222', domain: 'taken.cn' }, [1005, 1021]],
    [{ id: 200, ...person, number: 'E33333333', domain: 'a.cn' }, [1037, 1038, 1040]],
    [{ id: 203, ...person, number: 'E44444444', domain: 'open.cn' }, [1039]],
    [{ id: 204, ...person, number: 'E55555555', domain: 'blocked.cn' }, [1064]],
    [{ id: 205, ...person, number: 'E77777777', domain: 'b.cn' }, [1065]],
  ];
  const [file = ''] = await results(firstFilings(...cases.map(([filing]) => filing)));
  for (const [filing, codes] of cases) {
    const record = inners(file, 'Jg_xx').find((r) => inner(r, 'Bs') === String(filing.id)) ?? '';
    assert.deepEqual([...new Set(inners(record, 'Jgdm').map(Number))].sort(), codes, record);
  }
});

test('a refusal carries the words and further codes; the same filing may come again', async () => {
  await control(url, 'decision', {
    isp_ztid: '200',
    decision: 'refuse',
    words: '核验单不清晰',
    codes: [1010],
  });
  const [file] = await drain(url);
  assert.deepEqual(inners(file?.xml ?? '', 'Jgdm'), ['1002', '1010']);
  assert.equal(inner(file?.xml ?? '', 'Shyj'), '核验单不清晰');
  assert.equal(inner(file?.xml ?? '', 'Shjg'), '0');
  assert.deepEqual(
    await results(firstFilings({ id: 200, domain: 'open.cn', number: COMPANY })),
    [],
  );
});

test('an SMS check that nobody passes sends the filing back after 24 hours of its clock', async () => {
  await control(url, 'clock', { ahead: '25h' });
  const [file] = await until(async () => {
    const files = await drain(url);
    return files.length > 0 && files;
  });
  assert.equal(inner(file?.xml ?? '', 'Shjg'), '0');
  assert.match(inner(file?.xml ?? '', 'Shyj'), /24小时/);
});

test('a file that is wrong as a whole gets one code: schema, attribute, version, unit, encoding', async () => {
  const good = firstFilings({ id: 300 });
  const cases: [string, string, string][] = [
    ['version', good.replace('V.3.0', 'V.2.0'), '5004'],
    ['unit', good.replace('10001</Qqdwid>', '10002</Qqdwid>'), '5003'],
    ['not well-formed', good.replace('</Baxx>', ''), '5001'],
    ['encoding', good.replace('GBK', 'UTF-8'), '5001'],
    ['root', good.replaceAll('UploadData', 'Upload'), '5001'],
  ];
  if (hasSchemas) {
    cases.push(['missing element', good.replace('<Bbfs>1</Bbfs>', ''), '5001']);
    cases.push(['unknown attribute', good.replace('<Baxx>', '<Baxx lang="zh">'), '5002']);
  }
  for (const [name, xml, code] of cases) {
    const [file = ''] = await results(xml);
    assert.deepEqual(inners(file, 'Jgdm'), [code], name);
    if (code === '5001') assert.equal(inner(file, 'Dmms'), `up${sequence}.xml`);
    if (hasSchemas) assert.equal(downloadFaults(file), '', name);
  }
});
