import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
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
const slotOf = (html: string, slot: string) =>
  html.split('<fieldset').find((part) => part.includes(`id="materials.${slot}"`)) ?? '';
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

test('of several pictures sent at once the bad one is named at its place, and the others are in', async () => {
  const filing_no = await begin(customer);
  const path = step(filing_no, 'pictures');
  const broken = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>');
  const answer = await handIn(customer, path, {
    entity_leader_id_front: photo,
    entity_licence: broken,
    entity_leader_id_back: photo,
  });
  assert.equal(answer.status, 422);
  const html = await answer.text();
  assert.match(html, /id="materials.entity_licence"[\s\S]*?data-level="error"[^>]*>[^<]+</);
  const { materials } = await formOf(filing_no);
  assert.deepEqual(Object.keys(materials).sort(), [
    'entity_leader_id_back',
    'entity_leader_id_front',
  ]);
});

test('a picture that is too large leads back to the page, which says so at its place', async () => {
  const filing_no = await begin(customer);
  const path = step(filing_no, 'pictures');
  const answer = await handIn(customer, path, { entity_licence: Buffer.alloc(21 * 1024 * 1024) });
  assert.equal(answer.status, 413);
  assert.match(
    slotOf(await answer.text(), 'entity_licence'),
    /data-level="error"[^>]*>[^<]*超过 20 MB/,
  );
});

test('whatever is no picture leads back to the page, which says at its place what to do', async () => {
  const filing_no = await begin(customer);
  const files = {
    empty: [Buffer.alloc(0), /文件是空的/],
    pdf: [Buffer.from('%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF'), /PDF 转成 JPG/],
    svg: [Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /只能上传 JPG/],
    half: [Buffer.from((await aPhoto()).subarray(0, 900)), /不完整|打不开/],
    'a JPEG by name only': [Buffer.from('MZ not a picture at all'), /只能上传 JPG/],
  } as const;
  for (const [name, [bytes, words]] of Object.entries(files)) {
    const answer = await handIn(customer, step(filing_no, 'pictures'), { entity_licence: bytes });
    assert.equal(answer.status, 422, name);
    const slot = slotOf(await answer.text(), 'entity_licence');
    assert.match(slot, /data-level="error"/, name);
    assert.match(slot, words, name);
  }
});

test('one hears that pictures are being read, and comes back to one that should be taken again', async () => {
  const filing_no = await begin(customer);
  const path = step(filing_no, 'pictures');
  const told = (answer: Response) => decodeURIComponent(answer.headers.get('set-cookie') ?? '');
  const taken = await handIn(customer, path, { entity_licence: photo });
  await leadsTo(taken, step(filing_no, 'entity'));
  assert.match(told(taken), /已收到 1 张图片，正在识别/);
  assert.match(
    await page(customer, step(filing_no, 'entity')),
    /<noscript><button[^>]*value="readings"[^>]*>保存并刷新识别结果/,
  );
  const again = await fillIn(customer, step(filing_no, 'entity'), { add: 'readings' });
  await leadsTo(again, `${step(filing_no, 'entity')}#readings`);
  const dark = { width: 900, height: 600, channels: 3, background: '#060606' } as const;
  const poor = await sharp({ create: dark }).jpeg().toBuffer();
  const doubtful = await handIn(customer, path, { entity_leader_id_front: poor });
  await leadsTo(doubtful, `${path}#materials.entity_leader_id_front`);
  const html = await page(customer, path);
  assert.match(slotOf(html, 'entity_leader_id_front'), /data-level="warn"[^>]*>[^<]*图片太暗/);
  await leadsTo(await handIn(customer, path, {}), step(filing_no, 'entity'));
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

test('a picture is taken back by its button', async () => {
  const { filing_no } = await pictured(customer);
  const path = step(filing_no, 'pictures');
  const [no = ''] = (await formOf(filing_no)).materials['entity_licence'] ?? [];
  const answer = await fillIn(customer, path, { remove: `materials.entity_licence:${no}` });
  await leadsTo(answer, `${path}#materials.entity_licence`);
  assert.equal((await formOf(filing_no)).materials['entity_licence']?.length ?? 0, 0);
});

test('papers of each prior approval are handed in, counted, and taken back', async () => {
  const { filing_no } = await pictured(customer);
  const site = step(filing_no, 'service-0');
  const named = {
    'services.0.prior_approvals.0.type': '1',
    'services.0.prior_approvals.0.number': '批字1号',
  };
  await leadsTo(
    await fillIn(customer, site, { ...named, add: 'approvals' }),
    `${site}?add=approvals#site`,
  );
  await fillIn(customer, `${site}?add=approvals`, {
    ...named,
    'services.0.prior_approvals.1.type': '2',
    'services.0.prior_approvals.1.number': '批字2号',
  });
  const papers = step(filing_no, 'materials');
  const place = (row: number) => `services.0.prior_approvals.${row}.documents`;
  const open = await page(customer, `${papers}?strict=1`);
  assert.match(open, /请上传前置审批文件/);
  const handed = await handIn(customer, papers, { [place(0)]: photo, [place(1)]: photo });
  await leadsTo(handed, step(filing_no, 'summary'));
  const approvals = (await formOf(filing_no)).services[0]?.prior_approvals ?? [];
  assert.deepEqual(
    approvals.map(({ type, number, documents }) => [type, number, documents.length]),
    [
      ['1', '批字1号', 1],
      ['2', '批字2号', 1],
    ],
  );
  const [, second] = approvals;
  await fillIn(customer, papers, { remove: `${place(1)}:${second?.documents[0]}` });
  assert.equal((await formOf(filing_no)).services[0]?.prior_approvals[1]?.documents.length, 0);
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
