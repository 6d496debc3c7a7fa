import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { begin, fillIn, formIn, formOf, isRead, LICENCE, page, pictured, upload } = await import(
  './stage.ts'
);
const { aForm } = await import('../../factories.ts');
const customer = await app.signedIn('customer');
const at = (filing_no: string, key: string) => `/filings/${filing_no}/steps/${key}`;
const blockOf = (html: string, name: string) =>
  html.split('<div class="field').find((block) => block.includes(`id="${name}"`)) ?? '';
const slotOf = (html: string, slot: string) =>
  html.split('<fieldset').find((part) => part.includes(`id="materials.${slot}"`)) ?? '';
const textOf = (html: string) => html.replaceAll(/<[^>]+>|\s+/g, ' ').replaceAll(/ +/g, ' ');

interface Verdict {
  level: string;
  message: string;
  value?: string;
}
/** What the page hears as a field is left with this value. */
async function leave(filing_no: string, key: string, field: string, value: string) {
  const form = formIn(await page(customer, at(filing_no, key)), 'data-autosave');
  const body = new URLSearchParams();
  for (const [name, values] of Object.entries({ ...form, [field]: [value], field: [field] }))
    for (const one of values) body.append(name, one);
  const headers = { accept: 'application/json' };
  const answer = await customer.fetch(`/filings/${filing_no}/checks`, {
    method: 'POST',
    body,
    headers,
  });
  assert.equal(answer.status, 200);
  const verdict: Verdict = JSON.parse(await answer.text());
  return verdict;
}

test('a picture of the wrong kind is told at its place, among the steps, and on the summary', async () => {
  const { filing_no } = await pictured(customer);
  const no = await upload(customer, filing_no, 'entity_licence');
  await isRead(no, 'id_back', { valid_to: ['2036-05-08', 0.9] });
  const words = /这张像是身份证国徽面，这里要的是“主办单位证件”，请换一张/;
  const html = await page(customer, at(filing_no, 'pictures'));
  assert.match(slotOf(html, 'entity_licence'), words);
  assert.match(slotOf(html, 'entity_licence'), /data-level="warn"/);
  assert.match(
    html,
    /data-state="warn"[\s\S]{0,400}?证件<\/span><span class="step-state">1 处重拍/,
  );
  const part = await page(customer, `/filings/${filing_no}/readings?step=pictures`);
  assert.match(part, /data-at="materials.entity_licence" data-no="WJ\w+" data-problem="这张像是/);
  const summary = await page(customer, at(filing_no, 'summary'));
  const retake = /id="retake"[\s\S]*?<\/section>/.exec(summary)?.[0] ?? '';
  assert.match(retake, words);
  assert.ok(
    retake.includes(`href="${at(filing_no, 'pictures')}?strict=1#materials.entity_licence"`),
  );
  assert.doesNotMatch(summary, /type="submit" disabled/);
});

test('what is wrong is listed under the words that stand beside the field', async () => {
  const { filing_no } = await pictured(customer, 'draft', aForm('individual'));
  const wrong = { 'entity.leader.mobile': '123', 'entity.name': '林' };
  const html = await (await fillIn(customer, at(filing_no, 'entity'), wrong)).text();
  const listed = /id="errors"[\s\S]*?<\/ol>/.exec(html)?.[0] ?? html;
  assert.match(listed, /href="#entity\.leader\.mobile">手机号码<\/a>/);
  const summary = await page(customer, at(filing_no, 'summary'));
  assert.match(summary, /steps\/entity\?strict=1#entity\.leader\.mobile">手机号码<\/a>/);
});

test('a paper in the place of a photograph of the person is told as in the places of cards', async () => {
  const { filing_no } = await pictured(customer);
  const no = await upload(customer, filing_no, 'service_0_leader_photo');
  assert.equal((await app.db('documents').where({ no }).first())?.ocr_status, 'waiting');
  await isRead(no, 'unknown', {});
  const calm = await page(customer, at(filing_no, 'materials'));
  assert.doesNotMatch(slotOf(calm, 'service_0_leader_photo'), /has-warn/);
  const other = await upload(customer, filing_no, 'service_0_leader_photo');
  await isRead(other, 'licence', { name: ['杭州青禾网络有限公司', 0.97] });
  const html = await page(customer, at(filing_no, 'materials'));
  const words = /这张像是营业执照，这里要的是“网站负责人照片”，请换一张/;
  assert.match(slotOf(html, 'service_0_leader_photo'), words);
  assert.match(await page(customer, at(filing_no, 'summary')), words);
});

test('a card whose time is over, and a form that was printed too early, are told at their places', async () => {
  const { filing_no } = await pictured(customer);
  await isRead(await upload(customer, filing_no, 'entity_leader_id_back'), 'id_back', {
    valid_to: ['2020-05-08', 0.95],
  });
  await upload(customer, filing_no, 'verification_form');
  const early = await page(customer, at(filing_no, 'materials'));
  assert.doesNotMatch(slotOf(early, 'verification_form'), /资料又改过/);
  await fillIn(customer, at(filing_no, 'entity'), {
    'entity.mailing_address': '网商路700号2幢1室',
  });
  assert.match(
    slotOf(await page(customer, at(filing_no, 'materials')), 'verification_form'),
    /资料又改过/,
  );
  const cards = await page(customer, at(filing_no, 'pictures'));
  assert.match(slotOf(cards, 'entity_leader_id_back'), /已于 2020-05-08 过期/);
});

test('a value that differs from the photograph is a warning with both values, and hinders nothing', async () => {
  const { filing_no } = await pictured(customer);
  const entity = at(filing_no, 'entity');
  const typed = '云溪青木网络有限公司';
  await fillIn(customer, entity, { 'entity.name': typed });
  await isRead(await upload(customer, filing_no, 'entity_licence'), 'licence', {
    ...LICENCE,
    name: ['云溪青禾网络有限公司', 0.97],
  });
  const both = `与照片上识别的不同：填的是“${typed}”，照片上是“云溪青禾网络有限公司”`;
  const summary = await page(customer, at(filing_no, 'summary'));
  const warnings = /id="warnings"[\s\S]*?<\/section>/.exec(summary)?.[0] ?? '';
  assert.ok(textOf(warnings).includes(both), textOf(warnings));
  assert.ok(warnings.includes(`href="${entity}?strict=1#entity.name"`));
  const block = blockOf(await page(customer, entity), 'entity.name');
  assert.match(block, /已修改/);
  assert.doesNotMatch(block, /已识别|请核对 \d/);
  assert.ok(block.includes(both));
  const left = await leave(filing_no, 'entity', 'entity.name', typed);
  assert.deepEqual(left, { level: 'warn', message: both });
  const same = await leave(filing_no, 'entity', 'entity.name', '云溪青禾网络有限公司');
  assert.doesNotMatch(same.message, /照片/);
});

test('a licence that names another 法定代表人 than the leader, whose card agrees, is a warning of its own', async () => {
  const { filing_no } = await pictured(customer);
  const leader = (await formOf(filing_no)).entity.leader.name;
  await isRead(await upload(customer, filing_no, 'entity_licence'), 'licence', {
    ...LICENCE,
    legal_person: ['谭璐熙', 0.95],
  });
  await isRead(await upload(customer, filing_no, 'entity_leader_id_front'), 'id_front', {
    name: [leader, 0.97],
  });
  const summary = await page(customer, at(filing_no, 'summary'));
  const warnings = textOf(/id="warnings"[\s\S]*?<\/section>/.exec(summary)?.[0] ?? '');
  const both = `主办单位证件上的法定代表人是“谭璐熙”，填的主体负责人是“${leader}”，请核对`;
  assert.ok(warnings.includes(both), warnings);
});

test('as a field is left it shows what was meant', async () => {
  const { filing_no } = await pictured(customer);
  const date = await leave(filing_no, 'entity', 'entity.id_valid_until', '2036.05.08');
  assert.deepEqual(date, { level: 'ok', message: '已整理成统一写法', value: '2036-05-08' });
  const domain = 'services.0.domains.0';
  const taken = await leave(filing_no, 'service-0', domain, 'https://qinghe-shop.com/a/');
  assert.equal(taken.value, 'qinghe-shop.com');
  assert.match(taken.message, /已取网址中的域名|首页网址/);
  const wrong = await leave(filing_no, 'service-0', domain, 'https://qinghe.io/');
  assert.deepEqual([wrong.level, wrong.value], ['error', 'qinghe.io']);
});

test('the address on the card is judged as it is left by the rule that the summary tells', async () => {
  const { filing_no } = await pictured(customer);
  const left = await leave(filing_no, 'entity', 'entity.id_address', '一号');
  assert.deepEqual([left.level, left.message], ['warn', '证件住所看来不完整']);
  const none = await leave(filing_no, 'entity', 'entity.id_address', '');
  assert.equal(none.level, 'error');
  await fillIn(customer, at(filing_no, 'entity'), { 'entity.id_address': '一号' });
  assert.match(await page(customer, at(filing_no, 'summary')), /证件住所<\/a>：证件住所看来不完整/);
});

test('what is promised of our review and of the bureau is what the settings say', async () => {
  const { writeSetting } = await import('../../../src/platform/settings.ts');
  const { paceSetting } = await import('../../../src/filings/settings.ts');
  const filing_no = await begin(customer);
  assert.match(
    await page(customer, at(filing_no, 'entity')),
    /2 个工作日内[\s\S]*不超过 20 个工作日/,
  );
  await writeSetting(app.db, paceSetting, { review_days: 3, bureau_days: 15 });
  assert.match(
    await page(customer, at(filing_no, 'entity')),
    /3 个工作日内[\s\S]*不超过 15 个工作日/,
  );
});

test('what to hand in is said once at its place, also to who asked what is missing', async () => {
  const filing_no = await begin(customer);
  const html = await page(customer, `${at(filing_no, 'pictures')}?strict=1`);
  const slot = slotOf(html, 'entity_leader_id_front');
  assert.match(slot, /请上传主体负责人证件正面/);
  assert.equal(slot.split('四角完整').length - 1, 1);
});
