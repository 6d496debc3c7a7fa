import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { page, pictured } = await import('../pages/stage.ts');
const { aForm, filingNow } = await import('../../factories.ts');
const { addResult } = await import('../../../src/bureau/results.ts');
const { unseal } = await import('../../../src/platform/seal.ts');
const { marksOf } = await import('../../../src/filings/marks.ts');
const { openForm } = await import('../../../src/filings/drafts/draft.ts');
const { applyResults } = await import('../../../src/filings/steps/apply-result.ts');
const { fieldToMend, stepOf } = await import('../../../src/filings/customer/steps.ts');
const { CODE_REASONS, explain, GUIDANCE } = await import('../../../src/filings/reasons/index.ts');
type ResultBody = Parameters<typeof addResult>[3];
const customer = await app.signedIn('customer');

const refused = (...codes: [string, string][]): ResultBody => ({
  kind: 'data_result',
  refused: true,
  codes: codes.map(([code, text]) => ({ code, text })),
  operation: '1',
});
const objected = (words: string): ResultBody => ({
  ...{ kind: 'review', passed: false, reviewer: null, words, operation: '1' },
});
async function refusal(kind: 'unit' | 'individual', ...bodies: ResultBody[]) {
  const { filing_no } = await pictured(customer, 'bureau_review', aForm(kind));
  for (const body of bodies) await addResult(app.db, 1, filing_no, body);
  await applyResults();
  return filingNow(filing_no);
}

test("an individual's number is marked once, where he is asked for it; a company's licence has no ID card number", async () => {
  const paths = async (kind: 'unit' | 'individual') =>
    marksOf(await refusal(kind, refused(['1015', '无效身份证号码']))).map(({ path }) => path);
  assert.deepEqual(await paths('individual'), ['entity.id_number']);
  assert.deepEqual(await paths('unit'), ['entity.leader.id_number']);
});

test("a code that V3.0 does not have is told in the words of the interface's profile, at its field", async () => {
  const own = {
    ...{ meaning: '网站名称含有地名', advice: '请去掉地名', severity: 'must' as const },
    ...{ who: 'customer' as const, paths: ['services.{service}.name'] },
  };
  const body: ResultBody = {
    ...{ kind: 'data_result', refused: true, operation: '1' },
    codes: [{ code: '7301', text: 'Wzmc 7301', own }],
  };
  const [mark] = marksOf(await refusal('unit', body));
  assert.deepEqual(
    [mark?.path, mark?.message, mark?.suggestion, mark?.who, mark?.official],
    ['services.0.name', own.meaning, own.advice, 'customer', 'Wzmc 7301'],
  );
});

test('the same refusal twice, in codes or in words, makes no second mark and no second mail', async () => {
  const words = objected('网站名称不符合要求');
  const row = await refusal('unit', words, words, refused(['1010', '']), refused(['1010', '']));
  const keys = marksOf(row).map(({ path, message }) => `${path} ${message}`);
  assert.equal(new Set(keys).size, keys.length);
  assert.equal(keys.length, 2);
  const mails = await mailsAbout(row.filing_no);
  assert.equal(mails.length, 1);
});

test("an officer's words stand once, though they come behind code 1002 and as his opinion, in either order", async () => {
  const words = '该企业在本省信用档案中标记为灰色；网站名称不符合要求';
  const coded = refused(['1002', `管局审核拒绝：${words}`]);
  const codesOf = async (...bodies: ResultBody[]) =>
    marksOf(await refusal('unit', ...bodies)).map(({ code }) => code);
  const alone = await codesOf(objected(words));
  assert.equal(alone.length, 2);
  assert.deepEqual(await codesOf(coded, objected(words)), alone);
  assert.deepEqual(await codesOf(objected(words), coded), alone);
  assert.deepEqual(await codesOf(coded), ['1002']);
  const more = refused(['1002', `管局审核拒绝：${words}；请到窗口说明`]);
  assert.ok((await codesOf(more, objected(words))).includes('1002'));
});

test('the mail of a refusal says it plainly, and in the own words of the bureau, each once', async () => {
  const own = '网站名称不规范，请与建设内容相符后再报';
  const row = await refusal('individual', objected(own));
  const [mail = ''] = await mailsAbout(row.filing_no);
  const [{ message } = { message: '' }] = marksOf(row);
  assert.ok(mail.includes(message), mail);
  assert.equal(mail.split(own).length, 2, mail);
});

test('of many causes a mail says the first ones whole, how many there are, and where all of them stand', async () => {
  const many = CODE_REASONS.filter(({ good, who }) => !good && who !== 'operator');
  const row = await refusal(
    'unit',
    refused(...many.map(({ code }): [string, string] => [code, ''])),
  );
  const marks = marksOf(row);
  const [mail = ''] = await mailsAbout(row.filing_no);
  const named = marks.filter(({ message }) => mail.includes(message));
  assert.ok(named.length > 2 && named.length < marks.length, mail);
  assert.match(mail, new RegExp(`等 ${marks.length} 处，全部原因见备案页面`));
});

test('what the bureau refused stands on the page that 去修改 opens, each with a link to its field', async () => {
  const row = await refusal(
    'individual',
    refused(['1015', '无效身份证号码'], ['1010', '无效办公电话']),
    objected('网站名称不符合要求'),
  );
  const at = `/filings/${row.filing_no}`;
  const status = await page(customer, at);
  const href = /class="button button-main" href="([^"]+)"/.exec(status)?.[1] ?? '';
  const opened = await page(customer, href);
  const marks = marksOf(row);
  assert.equal(marks.length, 3);
  for (const { path } of marks) {
    const link = `${at}/steps/${stepOf(openForm(row), path)}#${path}`;
    assert.ok(opened.includes(link), link);
    const field = await page(customer, link);
    assert.ok(field.includes(`id="${path}-message" data-level="error"`), path);
  }
});

test('every reason there is leads to a field of the form, or to the filing as a whole', async () => {
  for (const kind of ['unit', 'individual'] as const) {
    const form = aForm(kind);
    const coded = CODE_REASONS.flatMap(({ code }) => explain(code, '', form));
    const written = GUIDANCE.flatMap(({ paths }) => paths.filter((path) => !path.includes('{')));
    for (const path of [...coded.map((mark) => mark.path), ...written]) {
      const place = fieldToMend(form, path);
      assert.ok(place === '' || stepOf(form, place) !== 'summary' || /consents/.test(place), path);
    }
  }
});

/** The mails of refusal about one filing, as they lie in the queue. */
async function mailsAbout(filing_no: string): Promise<string[]> {
  const rows = await app.db('deliveries').where({ event: 'filing.bureau_rejected' });
  return rows
    .filter(({ channel }) => channel === 'mail')
    .map((row) => unseal(row.content_sealed ?? '', `deliveries.content:${row.delivery_no}`))
    .filter((content) => content.includes(filing_no));
}
