import assert from 'node:assert/strict';
import { test } from 'node:test';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { formFromBody } from '../../src/filings/paths.ts';
import { withoutOwnData } from '../../src/filings/reason-rules/anonymous.ts';
import { CODE_REASONS, explain, explainWords, GUIDANCE } from '../../src/filings/reasons/index.ts';
import { labelOf } from '../../src/filings/rules/index.ts';
import { secondSite, unitForm } from './sample-forms.ts';
import { validForms } from './valid-form.ts';

const two = formFromBody(
  {
    'services.0.domains.1': 'qinghe.cn',
    'services.1.domains.1': '云溪.公司',
    'services.1.access.ips.0.first': '47.96.1.0',
    'services.1.access.ips.0.last': '47.96.1.255',
  },
  secondSite(unitForm, true),
);

test('every code of the interface for filings is explained', () => {
  const codes = CODE_REASONS.map(({ code }) => code);
  const range = (from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, at) => String(from + at));
  const [ip, domain] = [
    [...range(2001, 2056), '2998', '2999'],
    [...range(3001, 3037), '3998', '3999'],
  ];
  const own = [...range(1001, 1068), '1999'];
  assert.deepEqual(codes, [...own, ...ip, ...domain, ...range(5001, 5011), '5999']);
  assert.equal(codes.length, 178);
  for (const reason of CODE_REASONS) {
    assert.ok(
      reason.official && reason.message && reason.suggestion && reason.paths.length > 0,
      reason.code,
    );
  }
});

const detail = (text: string, site: string, data: string) =>
  `${text}网站名称：${site}，错误数据：${data}`;
const narrowed: [code: string, dmms: string, paths: string[]][] = [
  [
    '1004',
    detail('无效域名，请核实后再次报备', '青禾网络官网', 'qinghe.cn'),
    ['services.0.domains.1'],
  ],
  [
    '1004',
    detail('无效域名，请核实后再次报备', '青禾网络官网', 'www.qinghe.cn'),
    ['services.0.domains.1'],
  ],
  [
    '1004',
    detail('无效域名，请核实后再次报备。', '<青禾云溪商城>', '<YunXi.cn>'),
    ['services.1.domains.0'],
  ],
  [
    '1004',
    detail('无效域名', '青禾云溪商城', domainToASCII('云溪.公司')),
    ['services.1.domains.1'],
  ],
  ['1004', detail('无效域名', '换了名字的站', 'yunxi.cn'), ['services.1.domains.0']],
  ['1004', '无效域名，请核实后再次报备', ['services.0.domains', 'services.1.domains']],
  ['1004', detail('无效域名', '青禾云溪商城', 'unknown.cn'), ['services.1.domains']],
  [
    '1005',
    `${detail('域名冲突', '青禾网络官网', 'qinghe.com')}；${detail('', '青禾云溪商城', 'yunxi.cn')}`,
    ['services.0.domains.0', 'services.1.domains.0'],
  ],
  [
    '1010',
    detail('无效办公电话', '青禾云溪商城', '0571-88886665'),
    ['services.1.leader.office_phone'],
  ],
  ['1010', '无效办公电话，错误数据：057188886661', ['entity.leader.office_phone']],
  ['1011', '无效手机号码', ['entity.leader.mobile', 'services.1.leader.mobile']],
  [
    '1015',
    detail('无效身份证号码', '青禾云溪商城', two.services[1]?.leader.id_number ?? ''),
    ['services.1.leader.id_number'],
  ],
  [
    '1063',
    detail('ICP备案接入信息中所使用的IP地址', '青禾云溪商城', '47.96.1.77'),
    ['services.1.access.ips.0.first'],
  ],
  [
    '1063',
    detail('', '青禾云溪商城', String(47 * 2 ** 24 + 96 * 2 ** 16 + 256 + 9)),
    ['services.1.access.ips.0.first'],
  ],
  [
    '1064',
    '“青禾网络官网”网站的“qinghe.com域名”在黑名单中，请核实后再次报备',
    ['services.0.domains.0'],
  ],
  ['1041', detail('', '青禾云溪商城', 'http://www.yunxi.cn/'), ['services.1.home_url']],
  ['1041', detail('', '青禾云溪商城', ''), ['services.1.home_url']],
  [
    '1031',
    '网站负责人办公电话不能为空',
    ['entity.leader.office_phone', 'services.1.leader.office_phone'],
  ],
  ['1999', '其他错误，错误数据：0571-88886665', ['services.1.leader.office_phone']],
  ['1003', '网站主办者冲突', ['entity.id_number']],
  ['1061', '', ['materials.verification_form']],
  ['1045', '', ['']],
];

test('a code with its description leads to the very fields it means', () => {
  for (const [code, dmms, paths] of narrowed) {
    const marks = explain(code, dmms, two);
    assert.deepEqual(
      marks.map(({ path }) => path),
      paths,
      `${code} ${dmms}`,
    );
  }
});

test('a mark quotes the wrong value, keeps the official words and says whose turn it is', () => {
  const dmms = detail('无效域名，请核实后再次报备', '青禾网络官网', 'qinghe.cn');
  const [mark] = explain('1004', dmms, two);
  assert.equal(mark?.message, '域名无效：qinghe.cn');
  assert.equal(mark?.official, dmms);
  assert.equal(mark?.who, 'customer');
  assert.equal(explain('1063', undefined, unitForm)[0]?.who, 'operator');
  assert.equal(explain('1017', undefined, unitForm)[0]?.retry, true);
});

test('codes of success give no marks, unknown codes are kept for the operator', () => {
  for (const code of ['1001', '1060', '1062']) assert.deepEqual(explain(code, '', unitForm), []);
  const [unknown] = explain('1777', '新的规定', unitForm);
  assert.deepEqual([unknown?.path, unknown?.message, unknown?.who], ['', '新的规定', 'operator']);
});

test('whatever a bureau sends, a mark lies at a field of the form or at the whole', () => {
  const code = fc.constantFrom(...CODE_REASONS.map((reason) => reason.code), '', '9');
  fc.assert(
    fc.property(validForms, code, fc.string(), fc.string(), (form, code, site, data) => {
      for (const { path } of explain(code, detail('', site, data), form)) {
        const known =
          path === '' || /^(materials|entity$|services\.\d+(\.(leader|access))?$)/.test(path);
        assert.ok(known || labelOf(path) !== '', path);
      }
    }),
  );
});

const sentences: [text: string, marks: [path: string, code: string][]][] = [
  ['域名未实名认证', [['services.0.domains.0', 'domain_unverified']]],
  ['域名实名信息和主体证件信息不一致', [['services.0.domains.0', 'domain_holder_mismatch']]],
  [
    '经系统比对：注册商域名信息中注册人证件类型、证件号码填写有误',
    [['services.0.domains.0', 'domain_registrant_number']],
  ],
  ['域名不存在注册商验证库中', [['services.0.domains.0', 'domain_not_in_library']]],
  ['顶级域名未批复', [['services.0.domains.0', 'domain_tld_not_approved']]],
  ['网站名称不符合要求', [['services.0.name', 'site_name_unsuitable']]],
  ['网站名称与主体无关联', [['services.0.name', 'site_name_unrelated']]],
  ['主体负责人非法定代表人', [['entity.leader.name', 'leader_not_legal_person']]],
  ['应急联系电话与手机相同', [['entity.leader.emergency_mobile', 'emergency_same']]],
  ['手机无法接通', [['entity.leader.mobile', 'mobile_unreachable']]],
  ['通信地址不详，请填写到门牌号', [['entity.mailing_address', 'mailing_address_vague']]],
  ['证件住所与营业执照不一致', [['entity.id_address', 'id_address_differs']]],
  ['请上传清晰的营业执照', [['materials.entity_licence', 'picture_unclear']]],
  ['主体负责人身份证反面反光', [['materials.entity_leader_id_back', 'picture_of_screen']]],
  ['核验单未盖章', [['materials.verification_form', 'form_not_signed']]],
  ['幕布过期', [['materials.service_0_leader_photo', 'photo_background']]],
  ['前置审批不合格', [['services.0.prior_approvals', 'prior_approval_bad']]],
  ['备注过于简单', [['services.0.remark', 'remark_too_short']]],
  ['短信核验超时', [['', 'sms_timeout']]],
  [
    '您好：1、域名已过期；2、通信地址不详。请修改后重新提交',
    [
      ['services.0.domains.0', 'domain_expired'],
      ['entity.mailing_address', 'mailing_address_vague'],
    ],
  ],
  [
    '网站名称不符合要求，手机关机',
    [
      ['services.0.name', 'site_name_unsuitable'],
      ['entity.leader.mobile', 'mobile_unreachable'],
    ],
  ],
];

test('nothing that a bureau sends is slow to read, however long it is', () => {
  const long = 100_000;
  for (const text of ['网站名称：', '错误数据：', '网站名称：a错误数据：'])
    for (const more of [' ', '，', ', ', text, '>', 'a.', '“'])
      for (const words of [
        text + more.repeat(long / more.length),
        `${text}${more.repeat(1000)}x`,
      ]) {
        assert.ok(explain('1005', words, two).length > 0);
        assert.ok(withoutOwnData(words, two).length < long);
      }
});

test('an officer’s sentence leads to the field it speaks of', () => {
  for (const [text, marks] of sentences) {
    const found = explainWords(text, unitForm).map(({ path, code }) => [path, code]);
    assert.deepEqual(found, marks, text);
  }
});

test('a website or domain named in a sentence narrows it', () => {
  const paths = (text: string) => explainWords(text, two).map(({ path }) => path);
  assert.deepEqual(paths('域名yunxi.cn未实名认证'), ['services.1.domains.0']);
  assert.deepEqual(paths('“青禾云溪商城”网站名称不符合要求'), ['services.1.name']);
  assert.deepEqual(paths('网站负责人手机关机'), [
    'entity.leader.mobile',
    'services.1.leader.mobile',
  ]);
  assert.deepEqual(paths('主体负责人手机关机'), ['entity.leader.mobile']);
});

test('what is not understood is kept whole, and what is half understood loses nothing', () => {
  const strange = '请携带相关材料到我局办公室说明情况';
  assert.deepEqual(
    explainWords(strange, unitForm).map(({ path, message }) => [path, message]),
    [['', strange]],
  );
  const half = explainWords(`域名已过期。${strange}`, unitForm);
  assert.deepEqual(half.map(({ path, message }) => [path, message]).at(-1), ['', strange]);
  assert.deepEqual(explainWords('  ', unitForm), []);
});

test('every known phrase is understood as itself by its own label', () => {
  const understood = GUIDANCE.filter(({ label, code }) =>
    explainWords(label, unitForm).some((mark) => mark.code === code),
  );
  const missed = GUIDANCE.filter((guidance) => !understood.includes(guidance)).map(
    ({ label }) => label,
  );
  assert.deepEqual(missed, []);
  assert.ok(GUIDANCE.length >= 74);
});
