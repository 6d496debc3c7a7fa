import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPublic } from '../../../src/filings/watch/addresses.ts';
import { CODES, type Look, levelOf } from '../../../src/filings/watch/codes.ts';
import {
  type DnsFacts,
  type FiledFacts,
  judgeDns,
  judgeExpiring,
  judgeFiled,
  judgePolice,
  judgeSite,
  type SiteFacts,
} from '../../../src/filings/watch/judge.ts';
import { PoliceNumber } from '../../../src/filings/watch/police-number.ts';

const codes = (look: Look) => look?.map(({ code }) => code) ?? 'unknown';
const stages = (look: Look) => look?.map(({ code, stage }) => `${code} ${stage}`) ?? 'unknown';
const number = (ip: string) => ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

test('a filed domain is in order, and each thing that went wrong is told apart', () => {
  const fine: FiledFacts = {
    ...{ is_live: true, answer: 'filed', icp_number: '浙ICP备1号-1', holder_changed: false },
    ...{ is_ours: true, blocked: null },
  };
  const cases: [Partial<FiledFacts>, string[]][] = [
    [{}, []],
    [{ answer: 'unknown' }, []],
    [{ is_live: false }, ['number_gone']],
    [{ answer: 'unfiled' }, ['number_gone']],
    [{ holder_changed: true }, ['holder_changed']],
    [{ is_ours: false }, ['access_lost']],
    [{ holder_changed: true, is_ours: false }, ['holder_changed', 'access_lost']],
    [{ blocked: '在列' }, ['blocked']],
    [{ blocked: '在列', is_live: false }, ['blocked', 'number_gone']],
  ];
  for (const [change, wanted] of cases)
    assert.deepEqual(codes(judgeFiled({ ...fine, ...change })), wanted, JSON.stringify(change));
});

test('where a domain leads is held against our blocks and the filed addresses', () => {
  const at = (...v4: string[]): DnsFacts => ({
    ...{ outcome: 'found', v6: [], chain: [] },
    v4: v4.map((text) => ({ text, number: number(text), is_private: !isPublic(text) })),
    ours: [{ first: number('47.96.0.0'), last: number('47.96.0.255') }],
    filed: [{ first: number('47.96.0.7'), last: number('47.96.0.7') }],
  });
  assert.deepEqual(codes(judgeDns(at('47.96.0.7'))), []);
  assert.deepEqual(codes(judgeDns(at('47.96.0.8'))), ['ip_mismatch']);
  assert.deepEqual(codes(judgeDns(at('8.8.8.8'))), ['resolves_elsewhere']);
  assert.deepEqual(codes(judgeDns(at('47.96.0.7', '8.8.8.8'))), ['resolves_partly']);
  assert.deepEqual(codes(judgeDns(at('10.0.0.1'))), ['resolves_private']);
  assert.deepEqual(codes(judgeDns({ ...at(), outcome: 'nowhere' })), ['resolves_nowhere']);
  assert.deepEqual(codes(judgeDns({ ...at(), outcome: 'unknown' })), 'unknown');
  assert.deepEqual(codes(judgeDns({ ...at('47.96.0.8'), ours: [] })), ['resolves_elsewhere']);
  assert.deepEqual(codes(judgeDns({ ...at('8.8.8.8'), ours: [], filed: [] })), []);
  assert.deepEqual(codes(judgeDns({ ...at(), v6: ['2400:3200::1'] })), []);
});

test('a page must show the number and link it to the ministry, in whatever way it is written', () => {
  const site = (page: string, more: Partial<SiteFacts> = {}) =>
    codes(
      judgeSite({
        ...{ page, url: 'http://a.cn/', status: 200, icp_number: '浙ICP备2026001号-1' },
        ...{ police_number: null, ...more },
      }),
    );
  const link = (href: string, text = '浙ICP备2026001号-1') => `<p><a ${href}>${text}</a></p>`;
  for (const href of [
    'href="https://beian.miit.gov.cn/"',
    "href='http://beian.miit.gov.cn'",
    'href=https://beian.miit.gov.cn/ target=_blank',
    'target="_blank" href="//beian.miit.gov.cn/#/Integrated/index"',
    'HREF="https://www.beian.miit.gov.cn"',
  ])
    assert.deepEqual(site(link(href)), [], href);
  const right = 'href="https://beian.miit.gov.cn/"';
  assert.deepEqual(site(link(right, '浙 ICP 备 2026001 号')), [], 'the number of the entity');
  assert.deepEqual(site(link(right, '浙icp备２０２６００１号－１')), [], 'full width');
  assert.deepEqual(site(link('href="/"')), ['footer_link']);
  assert.deepEqual(site(link('href="https://beian.miit.gov.cn.evil.example/"')), ['footer_link']);
  assert.deepEqual(site('<p>欢迎</p>'), ['footer_missing']);
  const police_number = '浙公网安备33010602000001号';
  assert.deepEqual(site(link(right), { police_number }), ['footer_police']);
  assert.deepEqual(site(`${link(right)}浙公网安备 33010602000001号`, { police_number }), []);
  assert.deepEqual(site('', { status: 502 }), 'unknown');
  assert.equal(
    judgeSite({ page: undefined, url: '', status: 0, icp_number: 'x', police_number: null }),
    undefined,
  );
});

test('no page, however it is written, is slow to look through', () => {
  const million = 1024 * 1024;
  const filled = (text: string) => text.repeat(Math.floor(million / text.length));
  const number = '浙ICP备2026001号-1';
  for (const page of [
    `${number}href=${' '.repeat(million)}`,
    `${number}href='${' '.repeat(million)}`,
    `${number}${filled('href=//beian.miit.gov.cn.')}`,
    `${number}${filled('href = " ')}`,
  ]) {
    const site = { page, url: 'http://a.cn/', status: 200, police_number: null };
    assert.deepEqual(codes(judgeSite({ ...site, icp_number: number })), ['footer_link']);
  }
});

test('papers and domains are told of ninety and thirty days ahead, and when they have run out', () => {
  const of = (leader_id: string | null) =>
    stages(judgeExpiring({ leader_id, entity_id: null, domain: null }, '2026-11-23'));
  assert.deepEqual(of(null), []);
  assert.deepEqual(of('2027-02-22'), []);
  assert.deepEqual(of('2027-02-21'), ['leader_id 1']);
  assert.deepEqual(of('2026-12-23'), ['leader_id 2']);
  assert.deepEqual(of('2026-11-23'), ['leader_id 2']);
  assert.deepEqual(of('2026-11-22'), ['leader_id 3']);
  assert.equal(levelOf('leader_id', 1), 1);
  assert.equal(levelOf('leader_id', 2), 2);
  assert.equal(levelOf('leader_id', 9), 2);
});

test('the police filing is called to mind on the first, the twentieth and the twenty-eighth day, until it is done', () => {
  const on = (today: string, is_done = false) =>
    stages(judgePolice({ approved_on: '2026-11-01', is_done }, today));
  assert.deepEqual(on('2026-11-01'), []);
  assert.deepEqual(on('2026-11-02'), ['police_due 1']);
  assert.deepEqual(on('2026-11-20'), ['police_due 1']);
  assert.deepEqual(on('2026-11-21'), ['police_due 2']);
  assert.deepEqual(on('2026-11-29'), ['police_due 3']);
  assert.deepEqual(on('2026-12-02'), ['police_due 4']);
  assert.deepEqual(on('2026-12-02', true), []);
  assert.deepEqual(stages(judgePolice({ approved_on: null, is_done: false }, '2026-12-02')), []);
});

test('a police number has a province and fourteen digits', () => {
  for (const right of [
    '浙公网安备33010602000001号',
    '浙公网安备 33010602000001',
    '京公网安备１１０１０５０２０３０００１号',
  ])
    assert.match(PoliceNumber.parse(right), /^.公网安备\d{14}号$/);
  for (const wrong of [
    '',
    '浙公网安备3301060200001号',
    '浙ICP备2026001号',
    'x公网安备33010602000001号',
    '浙公网安备330106020000011号',
  ])
    assert.equal(PoliceNumber.safeParse(wrong).success, false, wrong);
});

test('every finding belongs to a check, has a level and says what to do', () => {
  for (const [code, { levels, operator, title }] of Object.entries(CODES))
    assert.ok(levels.length > 0 && operator.length > 4 && title.length > 2, code);
});

test('only addresses that the public reaches count as public', () => {
  for (const ip of ['8.8.8.8', '47.96.0.1', '2400:3200::1', '2606:4700::1111'])
    assert.ok(isPublic(ip), ip);
  for (const ip of [
    ...['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1'],
    ...['0.0.0.0', '255.255.255.255', '224.0.0.1', '198.18.0.1', '192.0.2.1', '::1', '::'],
    ...['::ffff:127.0.0.1', '::ffff:8.8.8.8', 'fe80::1', 'fc00::1', 'ff02::1', '64:ff9b::7f00:1'],
    ...[
      '2002:7f00:1::',
      '2001::1',
      '2001:db8::1',
      'fe80::1%eth0',
      '',
      'example.com',
      '0x7f.1',
      '2130706433',
    ],
  ])
    assert.equal(isPublic(ip), false, ip);
});
