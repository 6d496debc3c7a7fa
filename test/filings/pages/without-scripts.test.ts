import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../../harness.ts';

const app = await start();
const { begin, fillIn, formIn, formOf, handIn, page, pictured, problemsIn } = await import(
  './stage.ts'
);
const { aForm, aPhoto, filingNow } = await import('../../factories.ts');
const { idNumber } = await import('../sample-numbers.ts');
const customer = await app.signedIn('customer');
const photo = await aPhoto();
const step = (filing_no: string, key: string) => `/filings/${filing_no}/steps/${key}`;
const leadsTo = async (answer: Response, place: string) => {
  assert.equal(answer.status, 303, problemsIn(await answer.text()));
  assert.equal(answer.headers.get('location'), place);
};
const ID = idNumber('330000', '1992-11-30', 12);

test('an individual files a website by plain forms alone, pictures and all', async () => {
  const filing_no = await begin(customer, '5');
  const at = (key: string) => step(filing_no, key);
  const cards = { entity_id_front: photo, entity_id_back: photo };
  await leadsTo(await handIn(customer, at('pictures'), cards), at('entity'));
  // The cities of the province are there; the counties come when the page is saved with a city.
  assert.match(await page(customer, at('entity')), /<noscript><button[^>]*value="regions"/);
  const city = { 'entity.city_code': '330100', add: 'regions' };
  await leadsTo(await fillIn(customer, at('entity'), city), `${at('entity')}#entity.city_code`);
  assert.match(await page(customer, at('entity')), /<option value="330106">/);
  const himself = {
    'entity.county_code': '330106',
    'entity.name': '李知行',
    'entity.id_number': ID,
    'entity.id_valid_until': '2036-05-01',
    'entity.id_address': '浙江省杭州市西湖区文三路1号',
    'entity.mailing_address': '文三路1号2幢301室',
    'entity.leader.mobile': '13800000002',
    'entity.leader.emergency_mobile': '13900000002',
    'entity.leader.email': 'li@example.com',
  };
  await leadsTo(await fillIn(customer, at('entity'), himself), at('service-0'));
  const site = {
    'services.0.name': '知行的读书笔记',
    'services.0.content_types': '6',
    'services.0.domains.0': 'zhixing-notes.cn',
    'services.0.home_url': 'www.zhixing-notes.cn',
    'services.0.remark': '个人阅读笔记和书评的分享，没有评论和交易功能，内容由本人撰写',
    'services.0.access.methods': '3',
    'services.0.access.locations': '34',
    'services.0.access.ips.0.first': '47.96.0.10',
  };
  await leadsTo(await fillIn(customer, at('service-0'), site), at('materials'));
  const html = await page(customer, at('materials'));
  const wanted = [...html.matchAll(/name="file\.([\w.]+)"/g)].map(([, slot]) => String(slot));
  const papers = wanted.filter((slot) => /photo|verification|certificate/.test(slot));
  assert.ok(papers.length >= 3, papers.join());
  const given = Object.fromEntries(papers.map((slot) => [slot, photo]));
  await leadsTo(await handIn(customer, at('materials'), given), at('summary'));
  const last = await page(customer, at('summary'));
  assert.doesNotMatch(last, /id="errors"/, problemsIn(last));
  const sent = await customer.post(`/filings/${filing_no}/submission`, {
    ...formIn(last, '/submission"'),
    'consents.sensitive': 'true',
    'consents.truth': 'true',
  });
  await leadsTo(sent, `/filings/${filing_no}`);
  assert.equal((await filingNow(filing_no)).status, 'provider_review');
  assert.match(await page(customer, `/filings/${filing_no}`), /初审中/);
});

test('who leaves a page that lacks something hears what, and its draft is saved', async () => {
  const { filing_no } = await pictured(customer);
  const cleared = { 'services.0.name': '', 'services.0.remark': '只写了备注，名称还没有想好' };
  const answer = await fillIn(customer, step(filing_no, 'service-0'), cleared);
  await leadsTo(answer, step(filing_no, 'materials'));
  const told = decodeURIComponent(answer.headers.get('set-cookie') ?? '');
  assert.match(told, /已存为草稿。“网站”还有 1 项必填没有填：网站名称/);
  const [site] = (await formOf(filing_no)).services;
  assert.deepEqual([site?.name, site?.remark], ['', cleared['services.0.remark']]);
});

test('who leaves the papers with one missing hears it as on the other pages', async () => {
  const { filing_no } = await pictured(customer);
  const [no] = (await formOf(filing_no)).materials['domain_certificate'] ?? [];
  const path = step(filing_no, 'materials');
  const remove = `materials.domain_certificate:${no}`;
  await customer.post(path, { ...formIn(await page(customer, path), 'data-autosave'), remove });
  const html = await page(customer, path);
  assert.match(html, /<noscript>：先点“保存并继续”，内容就保存了。<\/noscript>/);
  assert.match(html, /<span class="needs-js">，内容会自动保存。<\/span>/);
  const answer = await fillIn(customer, path, {});
  const told = decodeURIComponent(answer.headers.get('set-cookie') ?? '');
  assert.match(told, /“材料”还有 1 项必填没有填：域名证书/);
});

test('what was typed loosely is saved as it was meant, and a domain taken from an address is told', async () => {
  const { filing_no } = await pictured(customer);
  const dates = {
    'entity.id_valid_until': '２０３６年5月8日',
    'entity.leader.mobile': '138 1111 2222',
  };
  await leadsTo(
    await fillIn(customer, step(filing_no, 'entity'), dates),
    step(filing_no, 'service-0'),
  );
  const typed = {
    'services.0.domains.0': 'https://www.QingHe-shop.com/index.html',
    'services.0.home_url': '',
  };
  const answer = await fillIn(customer, step(filing_no, 'service-0'), typed);
  await leadsTo(answer, step(filing_no, 'materials'));
  assert.match(
    decodeURIComponent(answer.headers.get('set-cookie') ?? ''),
    /已取网址中的域名：qinghe-shop.com/,
  );
  const { entity, services } = await formOf(filing_no);
  assert.equal(entity.id_valid_until, '2036-05-08');
  assert.equal(entity.leader.mobile, '13811112222');
  assert.deepEqual(services[0]?.domains, ['qinghe-shop.com']);
});

test('the other leader is asked for once the tick is gone, and his cards with him', async () => {
  const { filing_no } = await pictured(customer);
  const path = step(filing_no, 'service-0');
  const form = formIn(await page(customer, path), 'data-autosave');
  delete form['services.0.leader_same'];
  const answer = await customer.post(path, { ...form, 'services.0.leader.name': '王澄海' });
  await leadsTo(answer, step(filing_no, 'materials'));
  const { leader, leader_same } = (await formOf(filing_no)).services[0] ?? {};
  assert.deepEqual([leader?.name, leader_same], ['王澄海', false]);
  assert.match(await page(customer, step(filing_no, 'pictures')), /网站负责人证件正面/);
});

test('a filing of twelve websites with ten domains each is filled in page by page', async () => {
  const { filing_no } = await pictured(customer, 'draft', aForm());
  for (let index = 0; index < 12; index++) {
    const sent = index === 11 ? domains(index) : { ...domains(index), add: 'service' };
    const answer = await fillIn(customer, step(filing_no, `service-${index}`), sent);
    if (index < 11) await leadsTo(answer, step(filing_no, `service-${index + 1}`));
  }
  const { services } = await formOf(filing_no);
  assert.equal(services.length, 12);
  assert.deepEqual(
    services.map(({ domains }) => domains.filter(Boolean).length),
    Array(12).fill(10),
  );
  const html = await page(customer, step(filing_no, 'service-7'));
  assert.match(html, /网站（12 个）/);
  assert.match(html, /href="[^"]*service-11"/);
  assert.match(html, /name="services.7.domains.9" type="text" value="site-7-9.com"/);
});

function domains(index: number): Record<string, string> {
  const rows = Array.from({ length: 10 }, (_, row) => row);
  return Object.fromEntries(
    rows.map((row) => [`services.${index}.domains.${row}`, `site-${index}-${row}.com`]),
  );
}

test('going back saves what was typed', async () => {
  const filing_no = await begin(customer);
  const answer = await fillIn(customer, step(filing_no, 'entity'), {
    'entity.remark': '回头再填',
    'entity.leader.mobile': '不是号码',
    go: 'previous',
  });
  await leadsTo(answer, step(filing_no, 'pictures'));
  assert.equal((await formOf(filing_no)).entity.remark, '回头再填');
});
