import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launchChromium, person, screenshot } from './chromium.ts';
import { startProduct } from './product.ts';
import {
  addressOf,
  atBureau,
  choose,
  decide,
  fill,
  mend,
  missing,
  openReview,
  pass,
  press,
  tick,
  until,
  upload,
} from './steps.ts';

const browser = await launchChromium();
const product = await startProduct();
after(async () => {
  await browser.close();
  await product.stop();
});

const admin = await person(browser);
const customer = await person(browser);
const PASSWORD = 'correct horse 42';
let filing = '';
let bureau = '';
let mails = '';
const at = (place: 'filings' | 'review') => `${product.url}/${place}/${filing}`;

test('the printed link leads to the set-up page, which makes the administrator and offers sandboxes', async () => {
  const { page } = admin;
  await page.goto(product.setup_link);
  await fill(page, {
    site_name: '云图主机',
    name: '王店主',
    email: 'admin@example.cn',
    password: PASSWORD,
    password_again: PASSWORD,
  });
  await press(page, '创建管理员');
  for (const name of ['bureau', 'mail']) await choose(page, `input[name=sandboxes][value=${name}]`);
  await page.locator('form[action="/setup/sandboxes"] button').click();
  bureau = await addressOf(page, product.url, '通信管理局');
  mails = await addressOf(page, product.url, '邮件');
  await page.getByRole('link', { name: '邮件', exact: true }).click();
  await page.getByRole('heading', { name: '演练邮箱' }).waitFor();
  assert.match(page.url(), new RegExp(`^${product.url}/sandboxes/mail/`));
  await page.goBack();
  await page.getByText('演练环境：').first().waitFor();
  await screenshot(page, 'connections');
  admin.calm();
});

test('a customer signs up, photographs his papers, and finds the fields filled', async () => {
  const { page } = customer;
  await page.goto(`${product.url}/sign-up`);
  await fill(page, {
    account: 'buyer@example.cn',
    name: '陈客户',
    password: 'nobody knows this 8',
  });
  await choose(page, '[name=agreed]');
  await press(page, '注册');
  await page.getByRole('link', { name: '新建备案' }).first().click();
  await choose(page, 'input[name=entity_kind][value="4"]');
  await page.selectOption('[name=province_code]', '140000');
  await press(page, '开始');
  filing = /\/filings\/(BA[0-9A-Z]+)\//.exec(page.url())?.[1] ?? '';
  assert.match(filing, /^BA/);
  await upload(page, 'materials.entity_licence', 'licence.jpg');
  await upload(page, 'materials.entity_leader_id_front', 'id-front.jpg');
  await upload(page, 'materials.entity_leader_id_back', 'id-back.jpg');
  await until(
    async () => (await page.locator('#readings .tone-ok, #readings .tone-warn').count()) === 3,
    'three readings',
  );
  await screenshot(page, 'pictures');
  await press(page, '保存并继续');
  assert.equal(await page.inputValue('[id="entity.id_number"]'), '91149972MAXAPB6861');
  assert.equal(await page.inputValue('[id="entity.leader.id_number"]'), '539941199912048154');
  customer.calm();
});

test('he corrects fields, is told at once what is wrong, and his typing is saved by itself', async () => {
  const { page } = customer;
  await fill(page, { 'entity.leader.mobile': '1380013800' });
  await page
    .locator('[id="entity.leader.mobile-message"][data-level=error]')
    .filter({ hasText: '手机' })
    .waitFor();
  await fill(page, {
    'entity.name': '鼎凌(星河)商贸有限公司',
    'entity.investor': '鼎凌(星河)商贸有限公司',
    'entity.id_address': '山西省星河市新桥区望江镇金沙村3组46号',
    'entity.mailing_address': '望江镇金沙村3组46号无楼层',
    'entity.leader.name': '萧勇怡',
    'entity.leader.id_valid_until': '2044-11-12',
    'entity.leader.mobile': '13800138000',
    'entity.leader.email': 'leader@example.cn',
    'entity.leader.office_phone': '0351-87654321',
    'entity.leader.emergency_mobile': '13900139000',
  });
  await page.selectOption('[id="entity.city_code"]', { label: '太原市' });
  await until(
    async () => (await page.locator('[id="entity.county_code"] option').count()) > 1,
    'the counties',
  );
  await page.selectOption('[id="entity.county_code"]', { index: 1 });
  await page.locator('[data-save-state]').filter({ hasText: '已保存' }).waitFor();
  await screenshot(page, 'file-form');
  await press(page, '保存并继续');
  await fill(page, {
    'services.0.name': '鼎凌商贸官方网站',
    'services.0.home_url': 'www.dingling-demo.cn',
    'services.0.domains.0': 'dingling-demo.cn',
    'services.0.remark': '介绍本公司的日用百货和五金产品,提供联系方式和新闻,没有在线交易',
    'services.0.access.ips.0.first': '8.130.20.15',
  });
  await tick(page, 'services.0.content_types', '8');
  await tick(page, 'services.0.languages', '1');
  await tick(page, 'services.0.access.methods', '5');
  await choose(page, 'input[name="services.0.access.locations"]');
  await press(page, '保存并继续');
  for (const name of await missing(page)) await upload(page, name, 'paper.jpg');
  await press(page, '保存并继续');
  assert.match(page.url(), /steps\/summary$/);
  assert.deepEqual(await page.locator('.notice.tone-bad li').allTextContents(), []);
  await choose(page, '[name="consents.sensitive"]');
  await choose(page, '[name="consents.truth"]');
  await press(page, '提交审核');
  await page.getByText('初审中').first().waitFor();
  customer.calm();
});

test('the reviewer sends one field back, and the customer mends just that', async () => {
  const { page } = admin;
  await openReview(page, at('review'));
  const line = page
    .locator('.check-line')
    .filter({ has: page.locator('[id="words:entity.mailing_address"]') });
  await line.locator('summary', { hasText: '退回这一项' }).click();
  await page.fill('[id="words:entity.mailing_address"]', '请写明村民小组和门牌');
  await screenshot(page, 'review');
  await page.locator('button[name=decision][value=return]').click();
  await page.locator('dialog[open] button[value=yes]').click();
  await page.getByText('已退回').waitFor();
  admin.calm();
  await mend(customer.page, at('filings'), '请写明村民小组和门牌', {
    'entity.mailing_address': '望江镇金沙村3组46号1幢1层101室',
  });
});

test('passed on, the bureau refuses with two codes; both are explained at their fields', async () => {
  await pass(admin.page, at('review'));
  const sent = await atBureau(bureau, 1);
  await decide(bureau, {
    isp_ztid: sent,
    decision: 'refuse',
    codes: [1011, 1004],
    words: '手机号码、域名有误',
  });
  const { page } = customer;
  await page.goto(at('filings'));
  await page.getByText('管局退回').first().waitFor({ timeout: 90_000 });
  const marks = await page.locator('[data-mark]').allTextContents();
  assert.ok(
    marks.some((text) => text.includes('手机')),
    marks.join('|'),
  );
  assert.ok(
    marks.some((text) => text.includes('域名')),
    marks.join('|'),
  );
  await screenshot(page, 'refused');
  customer.calm();
});

test('mended and approved, the number stands on the page and in the mail', async () => {
  await mend(customer.page, at('filings'), '手机号码无效', {
    'entity.leader.mobile': '13811138111',
  });
  await pass(admin.page, at('review'));
  const sent = await atBureau(bureau, 2);
  await decide(bureau, { isp_ztid: sent, decision: 'approve' });
  const { page } = customer;
  await page.goto(at('filings'));
  const number = page.locator('[data-icp-number]').first();
  await number.waitFor({ timeout: 90_000 });
  const shown = (await number.textContent()) ?? '';
  assert.match(shown, /^.ICP备\d{8,10}号-1$/);
  await screenshot(page, 'approved');
  await until(
    async () =>
      (await (await fetch(`${mails}/_control/mails`)).text()).includes(shown.slice(0, -2)),
    'the mail with the number',
  );
  customer.calm();
  admin.calm();
});
