import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { aFiling, aForm, aPerson, filingNow } = await import('../../factories.ts');
const { addResult } = await import('../../../src/bureau/results.ts');
const { marksOf } = await import('../../../src/filings/marks.ts');
const { applyResults } = await import('../../../src/filings/steps/apply-result.ts');
const { addRule, saveRule, switchRule, takeBackRule } = await import(
  '../../../src/filings/reason-rules/save-rule.ts'
);
const { forgetRules, ruleBook } = await import('../../../src/filings/reason-rules/in-force.ts');
const { ownPart } = await import('../../../src/filings/reason-rules/own-rule.ts');
const { latestSentences, unknownSentences } = await import(
  '../../../src/filings/reason-rules/sentences.ts'
);
const { SHIPPED_RULES, shippedRule } = await import('../../../src/filings/reasons/index.ts');
type OwnRule = import('../../../src/filings/reason-rules/own-rule.ts').OwnRule;

const customer = await aPerson();
const { actor } = await aPerson('reviewer');
const shipped = shippedRule('domain_unverified');
assert.ok(shipped);
const changed: OwnRule = { ...ownPart(shipped), message: '域名还没有实名' };
const own: OwnRule = {
  ...{ bureau_code: '', pattern: '机房~整改', group: '接入', label: '机房整改' },
  ...{ paths: [''], message: '机房正在整改', suggestion: '请等机房整改结束' },
  ...{ who: 'operator', severity: 'reject' },
};
const versionOf = async (rule_code: string) =>
  (await app.db('reason_rules').where({ rule_code }).first())?.version ?? 0;
const seen = async (rule_code: string) => ({ rule_code, version: await versionOf(rule_code) });
const inForce = async (code: string) => (await ruleBook()).byCode.get(code);

async function refused(words: string | [string, string][], form = aForm()) {
  const { filing_no } = await aFiling({ customer, status: 'bureau_review', form });
  const operation = '1';
  await addResult(
    app.db,
    1,
    filing_no,
    typeof words === 'string'
      ? { kind: 'review', passed: false, reviewer: null, words, operation }
      : {
          ...{ kind: 'data_result', refused: true, operation },
          codes: words.map(([code, text]) => ({ code, text })),
        },
  );
  await applyResults();
  return filingNow(filing_no);
}
const entriesOf = (rule_code: string) =>
  app
    .db('audit_entries')
    .where({ subject: `reason_rule:${rule_code}` })
    .orderBy('id')
    .pluck('action');

test('a shipped rule that was changed and taken back is as it was shipped, and every act is recorded', async () => {
  const code = 'domain_unverified';
  assert.deepEqual(await inForce(code), shipped);
  assert.ok((await saveRule(actor, await seen(code), changed)).saved);
  assert.equal((await inForce(code))?.message, '域名还没有实名');
  assert.ok((await switchRule(actor, await seen(code), true)).saved);
  assert.equal(await inForce(code), undefined);
  assert.ok((await switchRule(actor, await seen(code), false)).saved);
  assert.equal((await inForce(code))?.message, '域名还没有实名');
  assert.ok((await takeBackRule(actor, await seen(code))).saved);
  assert.deepEqual(await inForce(code), shipped);
  assert.deepEqual(await entriesOf(code), [
    'reason_rule.changed',
    'reason_rule.switched_off',
    'reason_rule.switched_on',
    'reason_rule.taken_back',
  ]);
  const versions = await app
    .db('reason_rule_versions')
    .where({ rule_code: code })
    .orderBy('version');
  assert.deepEqual(
    versions.map(({ version, rule_json }) => [version, rule_json !== null]),
    [
      [1, true],
      [2, true],
      [3, true],
      [4, false],
    ],
  );
});

test('what is kept of a changed shipped rule is only what differs, so that a later release still improves the rest', async () => {
  const code = 'domain_expired';
  const rule = shippedRule(code);
  assert.ok(rule);
  await saveRule(actor, await seen(code), { ...ownPart(rule), suggestion: '请续费' });
  const row = await app.db('reason_rules').where({ rule_code: code }).first();
  assert.deepEqual(JSON.parse(row?.rule_json ?? ''), { suggestion: '请续费' });
});

test('of two who change the same version one is told, and nothing of his is half kept', async () => {
  const code = 'domain_privacy';
  const rule = shippedRule(code);
  assert.ok(rule);
  const at = await seen(code);
  const both = await Promise.all(
    ['一', '二'].map((message) => saveRule(actor, at, { ...ownPart(rule), message })),
  );
  assert.deepEqual(both.map(({ saved }) => saved).sort(), [false, true]);
  const late = await saveRule(actor, at, { ...ownPart(rule), message: '三' });
  assert.equal(late.saved, false);
  assert.deepEqual(await entriesOf(code), ['reason_rule.changed']);
  assert.equal(await versionOf(code), 1);
});

test('a rule of another process is in force within a second', async () => {
  const code = 'domain_too_many';
  await ruleBook();
  const row = { rule_json: '{"message":"太多"}', is_off: false, version: 1, changed_by: null };
  await app.db('reason_rules').insert({ ...row, rule_code: code, changed_at: new Date() });
  await new Promise((resolve) => setTimeout(resolve, 1050));
  assert.equal((await inForce(code))?.message, '太多');
});

test('an own rule turns what a bureau says into marks, and is told from the shipped ones by its number', async () => {
  const before = marksOf(await refused('机房正在整改'));
  assert.deepEqual(
    before.map(({ code }) => code),
    ['words'],
  );
  const rule_code = await addRule(actor, own);
  const after = marksOf(await refused('机房正在整改'));
  assert.deepEqual(
    after.map(({ code, message, who }) => [code, message, who]),
    [[rule_code, '机房正在整改', 'operator']],
  );
  assert.ok((await takeBackRule(actor, await seen(rule_code))).saved);
  assert.equal(await inForce(rule_code), undefined);
  assert.deepEqual(await entriesOf(rule_code), ['reason_rule.added', 'reason_rule.taken_back']);
});

test('a rule for a code with words comes before the rule of the code', async () => {
  const rule_code = await addRule(actor, {
    ...{ ...own, bureau_code: '1999', pattern: '库房|校验中心' },
    ...{ message: '身份信息校验没有通过', paths: ['entity.id_number'], who: 'customer' },
  });
  const codes = async (text: string) =>
    marksOf(await refused([['1999', text]])).map(({ code, path }) => [code, path]);
  assert.deepEqual(await codes('其他错误，校验中心返回不一致'), [[rule_code, 'entity.id_number']]);
  assert.deepEqual(await codes('其他错误'), [['1999', '']]);
});

test('what was said is kept once, without the data of the filing, and counted', async () => {
  for (const form of [aForm(), aForm()]) {
    const domain = form.services[0]?.domains[0] ?? '';
    await refused(`请${form.entity.leader.name}说明${domain}与月球基地的关系`, form);
  }
  const form = aForm();
  await refused([['1010', `无效办公电话，错误数据：${form.entity.leader.office_phone}`]], form);
  const kept = await latestSentences();
  const moon = kept.filter(({ text }) => text.includes('月球'));
  assert.deepEqual(
    moon.map(({ text, times, filing_nos }) => [text, times, filing_nos.length]),
    [['请【×】说明【×】与月球基地的关系', 2, 2]],
  );
  const phone = kept.filter(({ bureau_code }) => bureau_code === '1010');
  assert.deepEqual(
    phone.map(({ text }) => text),
    ['无效办公电话，错误数据：【×】'],
  );
  const rows = await app.db('reason_sentences');
  assert.ok(rows.every(({ sentence_sealed }) => sentence_sealed.startsWith('v1.')));
});

test('a sentence that no rule knows is listed until one knows it', async () => {
  const listed = async () => (await unknownSentences()).map(({ text }) => text);
  await refused('请补交海底光缆证明');
  assert.ok((await listed()).includes('请补交海底光缆证明'));
  const rule_code = await addRule(actor, { ...own, pattern: '海底光缆', label: '海底光缆' });
  assert.ok(!(await listed()).includes('请补交海底光缆证明'));
  await switchRule(actor, await seen(rule_code), true);
  assert.ok((await listed()).includes('请补交海底光缆证明'));
});

test('each refusal is kept once for each reason and round, with the first place it lies at', async () => {
  const form = aForm();
  const row = await refused('域名未实名认证；电话空号；电话关机', form);
  const rows = () =>
    app.db('filing_refusals').where({ filing_id: row.id }).orderBy('rule_code').select();
  assert.deepEqual(
    (await rows()).map(({ rule_code, round, path }) => [rule_code, round, path]),
    [
      ['domain_unverified', 1, 'services.*.domains.*'],
      ['mobile_unreachable', 1, 'entity.leader.mobile'],
    ],
  );
  const body = { kind: 'review', passed: false, reviewer: null, operation: '1' } as const;
  await addResult(app.db, 1, row.filing_no, { ...body, words: '域名未实名认证；水印' });
  await applyResults();
  assert.deepEqual(
    (await rows()).map(({ rule_code, round }) => [rule_code, round]),
    [
      ['domain_unverified', 1],
      ['mobile_unreachable', 1],
      ['picture_watermark', 1],
    ],
  );
});

test('every shipped rule can be changed, and says then what was typed', async () => {
  forgetRules();
  for (const rule of SHIPPED_RULES.filter((_, at) => at % 40 === 0)) {
    await saveRule(actor, await seen(rule.code), { ...ownPart(rule), label: '改过' });
    assert.deepEqual(await inForce(rule.code), { ...rule, label: '改过' });
  }
});

test('a reason that is but a reminder holds nobody up who mended the rest', async () => {
  const { isUnmended } = await import('../../../src/filings/customer/resubmission.ts');
  const { saveDraft } = await import('../../../src/filings/drafts/save-draft.ts');
  const code = 'picture_watermark';
  const rule = shippedRule(code);
  assert.ok(rule);
  const mended = async () => {
    const row = await refused('证件有水印；电话空号');
    const changes = { 'entity.leader.mobile': '13911112222' };
    await saveDraft(row.filing_no, customer, { changes, version: row.version });
    return isUnmended(await filingNow(row.filing_no));
  };
  assert.equal(await mended(), true);
  await saveRule(actor, await seen(code), { ...ownPart(rule), severity: 'warn' });
  assert.equal(await mended(), false);
});
