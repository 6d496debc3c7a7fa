import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FilingForm } from '../../src/filings/forms.ts';
import {
  bookOf,
  explain,
  explainWords,
  SHIPPED_BOOK,
  SHIPPED_RULES,
} from '../../src/filings/reasons/index.ts';
import { checkForm, type Finding, inRuleWords } from '../../src/filings/rules/index.ts';
import { contextFor } from './context.ts';
import { personForm, secondSite, unitForm } from './sample-forms.ts';

/** What can be known before sending: the code, and how a form comes by it. */
const BREAKS: Record<string, (form: FilingForm) => void> = {
  '1004': ({ services: [site] }) => site?.domains.splice(0, 1, 'qinghe'),
  '1006': ({ services: [site] }) => site?.access.ips.splice(0, 1, { first: '300.1.1.1', last: '' }),
  '1008': ({ entity }) => (entity.id_number = '91330000MA2XYW1235'),
  '1009': ({ entity }) => (entity.leader.email = 'wang@'),
  '1010': ({ entity }) => (entity.leader.office_phone = '88886666'),
  '1011': ({ entity }) => (entity.leader.mobile = '1380013800'),
  '1014': ({ entity }) => (entity.kind = '99'),
  '1015': ({ entity }) => (entity.leader.id_number = '330106199001011235'),
  '1019': ({ entity }) => (entity.city_code = '110100'),
  '1020': ({ services: [one, two] }) => two && (two.name = one?.name ?? ''),
  '1021': ({ services: [one, two] }) => two && one && (two.home_url = one.home_url = 'www.a.cn'),
  '1022': ({ services: [site] }) => site && (site.home_url = 'ftp://qinghe.com'),
  '1024': ({ services: [site] }) => site?.access.ips.push({ ...site.access.ips[0]! }), // sample has one
  '1031': ({ services: [, site] }) => site && (site.leader.office_phone = ''),
  '1033': ({ services: [site] }) =>
    site?.prior_approvals.push({ type: '', number: '1', documents: ['WJ1'] }),
  '1034': ({ services: [site] }) => site && (site.content_types = ['999']),
  '1035': ({ services: [site] }) => site && (site.access.methods = ['999']),
  '1036': ({ services: [site] }) => site && (site.access.locations = ['999']),
  '1041': ({ services: [site] }) => site && (site.home_url = 'www.elsewhere.cn'),
  '1044': ({ entity }) => (entity.leader.name = ''),
  '1063': ({ services: [site] }) => site?.access.ips.splice(0, 1, { first: '8.8.8.8', last: '' }),
  '1066': ({ services: [site] }) => site && (site.languages = ['999']),
};
/** The same for what officers write in words: the sentence they would write. */
const SAID: Record<string, [said: string, breaks: (form: FilingForm) => void]> = {
  emergency_same: [
    '应急联系电话与手机相同',
    ({ entity: { leader } }) => (leader.emergency_mobile = leader.mobile),
  ],
  site_name_unsuitable: [
    '网站名称不符合要求',
    ({ services: [site] }) => site && (site.name = '青禾'),
  ],
  site_name_unrelated: [
    '网站名称与主体无关联',
    ({ services: [site] }) => site && (site.name = '云上风光'),
  ],
  remark_too_short: ['备注过于简单', ({ services: [site] }) => site && (site.remark = '展示')],
  mailing_address_vague: ['通信地址不详', ({ entity }) => (entity.mailing_address = '滨江')],
  leader_id_expired: [
    '负责人身份证过期',
    ({ entity }) => (entity.leader.id_valid_until = '2020-01-01'),
  ],
};

const provider = { ip_ranges: [{ first: '47.96.0.0', last: '47.96.255.255' }] };
const found = (form: FilingForm) => checkForm(form, contextFor(form, { provider }));

function brokenBy(breaks: (form: FilingForm) => void): FilingForm {
  const form = structuredClone(secondSite(unitForm, true));
  breaks(form);
  return form;
}

/** At the very field, or at a row of the list that the bureau's answer names. */
function sameAs(mark: { path: string; message: string; suggestion: string }) {
  return ({ path, message, suggestion, fix }: Finding) =>
    (path === mark.path || path.startsWith(`${mark.path}.`)) &&
    (message === mark.message || message.startsWith(`${mark.message}：`)) &&
    suggestion === (fix ?? mark.suggestion);
}

for (const [code, breaks] of Object.entries(BREAKS)) {
  test(`what a bureau would answer with ${code} is refused before sending, at the same field, with the same words`, () => {
    const form = brokenBy(breaks);
    assert.ok(!found(secondSite(unitForm, true)).some(({ reason }) => reason === code));
    const told = found(form).filter(
      ({ reason, severity }) => reason === code && severity === 'reject',
    );
    const marks = explain(code, '', form);
    assert.ok(told.length > 0);
    for (const one of told)
      assert.ok(
        marks.some((mark) => sameAs(mark)(one)),
        JSON.stringify(told),
      );
  });
}

for (const [code, [said, breaks]] of Object.entries(SAID)) {
  test(`“${said}” is told before sending in the words in which it would come back`, () => {
    const form = brokenBy(breaks);
    const told = found(form).filter(({ reason }) => reason === code);
    const marks = explainWords(said, form).filter((mark) => mark.code === code);
    assert.ok(told.length > 0 && marks.length > 0);
    for (const one of told)
      assert.ok(
        marks.some((mark) => sameAs(mark)(one)),
        JSON.stringify(told),
      );
  });
}

test('every reason that a rule names is a shipped rule', () => {
  const forms = [...Object.values(BREAKS), ...Object.values(SAID).map(([, breaks]) => breaks)];
  const all = [personForm, ...forms.map(brokenBy)].flatMap(found);
  for (const { reason, message } of all)
    assert.ok(reason === undefined || SHIPPED_BOOK.byCode.has(reason), message);
});

test('a rule that was reworded rewords the finding; one that was made a reminder refuses no more', () => {
  const [before] = found(brokenBy(BREAKS['1011'] ?? (() => {})));
  assert.equal(before?.message, '手机号码无效：应为 11 位数字');
  const reworded = SHIPPED_RULES.map((rule) =>
    rule.code === '1011'
      ? { ...rule, message: '手机填错了', suggestion: '请改', severity: 'warn' as const }
      : rule,
  );
  const [after] = inRuleWords([before], bookOf(reworded).byCode);
  assert.deepEqual(after, {
    ...{ path: 'entity.leader.mobile', code: 'mobile', reason: '1011' },
    ...{ message: '手机填错了：应为 11 位数字', suggestion: '请改', severity: 'warn' },
  });
  const [off] = inRuleWords([before], bookOf([]).byCode);
  assert.equal(off?.message, before.message);
});
