import assert from 'node:assert/strict';
import { test } from 'node:test';
import sharp from 'sharp';
import { start } from '../../harness.ts';

const app = await start();
const { begin, formOf, page, pictured } = await import('./stage.ts');
const { aPhoto } = await import('../../factories.ts');
const { DAY, shiftClock, MINUTE } = await import('../../../src/platform/clock.ts');
const customer = await app.signedIn('customer');
const phone = app.client();

/** Makes the code on the computer; gives the address it holds. */
async function linkFor(filing_no: string, step = 'pictures'): Promise<string> {
  const answer = await customer.post(`/filings/${filing_no}/phone-links`, { step });
  assert.equal(answer.status, 200);
  const html = await answer.text();
  assert.match(html, /src="data:image\/png;base64,/);
  const row = await app.db('phone_links').where({ filing_no }).first();
  assert.ok(row);
  assert.doesNotMatch(html, new RegExp(row.token_digest));
  return addressIn(filing_no);
}

/** The page shows the address as a code only, so the token is taken where it is made. */
async function addressIn(filing_no: string): Promise<string> {
  const { makePhoneLink } = await import('../../../src/filings/customer/phone-links.ts');
  const { personOf } = await import('./stage.ts');
  return `/u/${await makePhoneLink(personOf(customer), filing_no, 'pictures')}`;
}

async function send(path: string, purpose: string, bytes: Buffer, accept = 'text/html') {
  const body = new FormData();
  body.append('purpose', purpose);
  body.append('file', new Blob([new Uint8Array(bytes)]), 'photo.jpg');
  return phone.fetch(path, { method: 'POST', body, headers: { accept } });
}

test('a phone that is not signed in adds pictures, sees them, and is led from place to place', async () => {
  const filing_no = await begin(customer);
  const link = await linkFor(filing_no);
  const first = await page(phone, link);
  assert.match(first, /还有 <strong>3<\/strong> 项必须上传/);
  assert.match(first, /id="next" data-place="entity_licence"/);
  const sent = await send(link, 'entity_licence', await aPhoto());
  assert.equal(sent.headers.get('location'), `${link}?done=entity_licence#next`);
  const second = await page(phone, link);
  assert.match(second, /id="next" data-place="entity_leader_id_front"/);
  const [no = ''] = (await formOf(filing_no)).materials['entity_licence'] ?? [];
  assert.ok(second.includes(`src="${link}/pictures/${no}"`));
  const picture = await phone.get(`${link}/pictures/${no}`);
  assert.equal(picture.headers.get('content-type'), 'image/webp');
  assert.equal((await sharp(Buffer.from(await picture.arrayBuffer())).metadata()).format, 'webp');
  const arrivals = `/filings/${filing_no}/phone-links/arrivals?step=pictures`;
  assert.match(await page(customer, arrivals), /主办单位证件[\s\S]*?收到 1 张/);
  const told = await send(link, 'entity_leader_id_front', await aPhoto(), 'application/json');
  assert.equal(told.status, 201);
});

test('what is wrong with a picture is said in words, at its place', async () => {
  const filing_no = await begin(customer);
  const link = await linkFor(filing_no);
  const dark = { width: 900, height: 600, channels: 3, background: '#060606' } as const;
  await send(link, 'entity_licence', await sharp({ create: dark }).jpeg().toBuffer());
  const html = await page(phone, link);
  const place = html.split('data-place=').find((part) => part.startsWith('"entity_licence"')) ?? '';
  assert.match(place, /建议重拍/);
  const words = /<li>([^<]+)<\/li>/.exec(place)?.[1] ?? '';
  assert.match(words, /[\u4e00-\u9fff]{4,}/);
  assert.ok((await page(customer, `/filings/${filing_no}/steps/pictures`)).includes(words));
  const refused = await send(link, 'entity_leader_id_front', Buffer.from('<svg/>'));
  assert.ok(refused.status >= 400 && refused.status < 500);
  assert.match(await refused.text(), /没有上传/);
  const large = await send(link, 'entity_leader_id_front', Buffer.alloc(21 * 1024 * 1024));
  assert.equal(large.status, 413);
  assert.match(await large.text(), /data-place="entity_leader_id_front"[\s\S]*?超过 20 MB/);
});

test('a link opens one page of one filing and nothing else', async () => {
  const filing_no = await begin(customer);
  const link = await linkFor(filing_no);
  const other = await pictured(customer);
  const [foreign = ''] = (await formOf(other.filing_no)).materials['entity_licence'] ?? [];
  assert.equal((await phone.get(`${link}/pictures/${foreign}`)).status, 404);
  assert.equal((await phone.get(`${link}/pictures/__proto__`)).status, 404);
  for (const slot of ['verification_form', 'constructor', '__proto__', '', 'x'.repeat(300)]) {
    const answer = await send(link, slot, await aPhoto());
    assert.equal(answer.status, 400, slot);
  }
  for (const path of [`/filings/${filing_no}`, `/documents/${foreign}/view`, '/filings'])
    assert.notEqual((await phone.get(path)).status, 200, path);
  const html = await page(phone, link);
  assert.ok(!html.includes(filing_no), 'the phone is not told what it is for');
});

test('a wrong, old or replaced link is a page that does not exist', async () => {
  const filing_no = await begin(customer);
  const old = await linkFor(filing_no);
  const link = await linkFor(filing_no);
  for (const path of [old, '/u/x', `/u/${'a'.repeat(43)}`]) {
    assert.equal((await phone.get(path)).status, 404, path);
    assert.equal((await send(path, 'entity_licence', await aPhoto())).status, 404, path);
  }
  shiftClock(11 * MINUTE);
  assert.equal((await phone.get(link)).status, 404);
  shiftClock(0);
  assert.equal((await phone.get(link)).status, 200);
  shiftClock(DAY);
  assert.equal((await send(link, 'entity_licence', await aPhoto())).status, 404);
  shiftClock(0);
});

test('once the filing is submitted or withdrawn the phone sees and changes nothing', async () => {
  const { filing_no } = await pictured(customer);
  const link = await linkFor(filing_no);
  const [no = ''] = (await formOf(filing_no)).materials['entity_licence'] ?? [];
  assert.equal((await phone.get(`${link}/pictures/${no}`)).status, 200);
  for (const [status, words] of [
    ['withdrawn', /备案已撤回/],
    ['provider_review', /备案已提交/],
  ] as const) {
    await app.db('filings').where({ filing_no }).update({ status });
    const shown = await phone.get(link);
    assert.equal(shown.status, 404);
    assert.match(await shown.text(), words);
    assert.equal((await phone.get(`${link}/pictures/${no}`)).status, 404);
    assert.equal((await send(link, 'entity_licence', await aPhoto())).status, 404);
  }
  const again = await customer.post(`/filings/${filing_no}/phone-links`, { step: 'pictures' });
  assert.equal(again.headers.get('location'), `/filings/${filing_no}`);
});

test('the link of a customer who was disabled ends with his account', async () => {
  const gone = await app.signedIn('customer');
  const { makePhoneLink } = await import('../../../src/filings/customer/phone-links.ts');
  const { personOf } = await import('./stage.ts');
  const link = `/u/${await makePhoneLink(personOf(gone), await begin(gone), 'pictures')}`;
  assert.equal((await phone.get(link)).status, 200);
  await app.db('users').where({ id: gone.user_id }).update({ disabled_at: new Date() });
  assert.equal((await phone.get(link)).status, 404);
  assert.equal((await send(link, 'entity_licence', await aPhoto())).status, 404);
});

test('signing out everywhere ends the links for the phone, and a new one is good', async () => {
  const { makePhoneLink } = await import('../../../src/filings/customer/phone-links.ts');
  const { personOf } = await import('./stage.ts');
  const { aPerson } = await import('../../factories.ts');
  const owner = await app.signedIn('customer');
  const admin = await app.signedIn('administrator');
  const user = await app.db('users').where({ id: owner.user_id }).first();
  const other = await aPerson();
  const filing_no = await begin(owner);
  const newLink = async () => `/u/${await makePhoneLink(personOf(owner), filing_no, 'pictures')}`;
  for (const [browser, path] of [
    [owner, '/account/devices/removal'],
    [admin, `/people/${user?.user_no}/sessions/removal`],
  ] as const) {
    const link = await newLink();
    assert.equal((await phone.get(link)).status, 200);
    assert.equal((await browser.post(path)).status, 303);
    assert.equal((await phone.get(link)).status, 404, path);
    assert.equal((await phone.get(await newLink())).status, 200);
  }
  const theirs = await app.db('users').where({ id: other.id }).first();
  assert.equal(theirs?.sessions_ended_at, null);
});
