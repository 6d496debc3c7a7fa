import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { start } from '../../harness.ts';

const app = await start();
const { begin, fillIn, formOf, handIn, page, pictured, problemsIn } = await import('./stage.ts');
const { aPhoto } = await import('../../factories.ts');
const customer = await app.signedIn('customer');
const photo = await aPhoto();
const step = (filing_no: string, key: string) => `/filings/${filing_no}/steps/${key}`;
const leadsTo = async (answer: Response, place: string) => {
  assert.equal(answer.status, 303, problemsIn(await answer.text()));
  assert.equal(answer.headers.get('location'), place);
};
const slotOf = (html: string, slot: string) =>
  html.split('<fieldset').find((part) => part.includes(`id="materials.${slot}"`)) ?? '';

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
  assert.match(open, /前置审批文件缺少[^<]*没有上传/);
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
