import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { start } from '../../harness.ts';

const app = await start();
const { aFiling, aForm, aKeyOf, aPerson, filingNow } = await import('../../factories.ts');
const { formIn, page, personOf, pictured } = await import('../pages/stage.ts');
const { submitFiling } = await import('../../../src/filings/steps/submit-filing.ts');
const { withdrawFiling } = await import('../../../src/filings/steps/withdraw-filing.ts');
const { importCodes } = await import('../../../src/filings/service-codes/make-codes.ts');
const { newCode, plainCode } = await import('../../../src/filings/service-codes/code.ts');
const { MOST_WRONG } = await import('../../../src/filings/service-codes/careful.ts');
const { serviceCodesSetting } = await import('../../../src/filings/service-codes/settings.ts');
const { writeSetting } = await import('../../../src/platform/settings.ts');
const { fromNow, DAY } = await import('../../../src/platform/clock.ts');
const { SYSTEM } = await import('../../../src/audit/index.ts');

const need = (needed: 'never' | 'first' | 'all') =>
  writeSetting(app.db, serviceCodesSetting, { needed, max_uses: 5 });
await need('first');

type Terms = { max_uses?: number; customer_id?: number | null; valid_until?: Date | null };

async function aCode(terms: Terms = {}): Promise<string> {
  const code = newCode();
  const usual = { label: '云服务器', max_uses: 5, customer_id: null, valid_until: null };
  await importCodes(SYSTEM, '测试', [{ ...usual, ...terms, code }]);
  return code;
}

const rowOf = async (code: string) => {
  const [row] = await app.db('service_codes').orderBy('id', 'desc').limit(1);
  assert.ok(row && code.endsWith(row.code_end));
  return row;
};
const refused = (message: RegExp) => ({ code: 'unprocessable', message });

test('a filing needs a code, spends it as it is handed in, and needs no second one after a return', async () => {
  const customer = await aPerson();
  const { filing_no } = await aFiling({ customer });
  await assert.rejects(submitFiling(customer, filing_no), refused(/请填写备案服务号/));
  assert.equal((await filingNow(filing_no)).status, 'draft');
  const code = await aCode();
  const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
  assert.ok((await submitFiling(customer, filing_no, { service_code: typed })).submitted);
  assert.equal((await rowOf(code)).used, 1);
  await app.db('filings').where({ filing_no }).update({ status: 'needs_fix' });
  assert.ok((await submitFiling(customer, filing_no)).submitted);
  assert.equal((await rowOf(code)).used, 1);
});

test('withdrawing gives the use back, once', async () => {
  const customer = await aPerson();
  const code = await aCode({ max_uses: 1 });
  const first = await aFiling({ customer });
  await submitFiling(customer, first.filing_no, { service_code: code });
  const second = await aFiling({ customer });
  const again = () => submitFiling(customer, second.filing_no, { service_code: code });
  await assert.rejects(again(), refused(/已用完（1 次）/));
  await withdrawFiling(customer, first.filing_no);
  assert.equal((await rowOf(code)).used, 0);
  await assert.rejects(withdrawFiling(customer, first.filing_no), { code: 'conflict' });
  assert.equal((await rowOf(code)).used, 0);
  assert.ok((await again()).submitted);
});

test('of eight filings that spend the last use at once, one does', async () => {
  const customer = await aPerson();
  const code = await aCode({ max_uses: 1 });
  const filings = await Promise.all(Array.from({ length: 8 }, () => aFiling({ customer })));
  const outcomes = await Promise.allSettled(
    filings.map(({ filing_no }) => submitFiling(customer, filing_no, { service_code: code })),
  );
  assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  assert.equal((await rowOf(code)).used, 1);
  const moved = await Promise.all(filings.map(({ filing_no }) => filingNow(filing_no)));
  assert.equal(moved.filter(({ status }) => status === 'provider_review').length, 1);
});

test('handing one filing in eight times at once spends one use', async () => {
  const customer = await aPerson();
  const code = await aCode();
  const { filing_no } = await aFiling({ customer });
  await Promise.allSettled(
    Array.from({ length: 8 }, () => submitFiling(customer, filing_no, { service_code: code })),
  );
  assert.equal((await rowOf(code)).used, 1);
});

test("a code that is another's is told as one that does not exist; late and voided ones as what they are", async () => {
  const [customer, other] = [await aPerson(), await aPerson()];
  const { filing_no } = await aFiling({ customer });
  const send = (service_code: string) => submitFiling(customer, filing_no, { service_code });
  const wordsFor = (code: string) => send(code).then(String, (error: Error) => error.message);
  const none = await wordsFor(newCode());
  assert.match(none, /不正确/);
  assert.equal(await wordsFor(await aCode({ customer_id: other.id })), none);
  assert.match(await wordsFor(await aCode({ valid_until: fromNow(-DAY) })), /已过期/);
  const code = await aCode();
  await app
    .db('service_codes')
    .where({ id: (await rowOf(code)).id })
    .update({ voided_at: new Date() });
  assert.match(await wordsFor(code), /已作废/);
  assert.ok((await send(await aCode({ customer_id: customer.id }))).submitted);
});

test('wrong codes are written down, and after ten in an hour no more are looked at, whatever was right between', async () => {
  const customer = await aPerson();
  const { filing_no } = await aFiling({ customer });
  const wrong = () => submitFiling(customer, filing_no, { service_code: newCode() });
  await assert.rejects(wrong(), { code: 'unprocessable' });
  const other = await aFiling({ customer });
  await submitFiling(customer, other.filing_no, { service_code: await aCode() });
  const tries = await Promise.allSettled(Array.from({ length: MOST_WRONG + 4 }, wrong));
  const codes = tries.map((one) => one.status === 'rejected' && one.reason.code);
  assert.equal(codes.filter((code) => code === 'unprocessable').length, MOST_WRONG - 1);
  assert.equal(codes.filter((code) => code === 'too_many').length, 5);
  const good = submitFiling(customer, filing_no, { service_code: await aCode() });
  await assert.rejects(good, { code: 'too_many' });
  const told = await app.db('audit_entries').where({ action: 'service_code.refused' });
  const own = told.filter(({ details_json }) => details_json.includes(`${customer.id}`));
  assert.equal(own.length, MOST_WRONG);
});

test('a submission in which no code was looked at gives no more tries', async () => {
  const customer = await aPerson();
  const held = await aFiling({ customer });
  const wrong = () => submitFiling(customer, held.filing_no, { service_code: newCode() });
  const inVain = async () => {
    for (let n = 0; n < MOST_WRONG - 1; n++)
      await assert.rejects(wrong(), { code: 'unprocessable' });
  };
  await inVain();
  // The same entity is under way already: told before any code is asked.
  const form = aForm();
  const other = await aFiling({ customer, form });
  await submitFiling(customer, other.filing_no, { service_code: await aCode() });
  const again = await aFiling({ customer, form });
  const second = await submitFiling(customer, again.filing_no, { service_code: newCode() });
  assert.ok(!second.submitted);
  // A filing that holds a use is not asked again.
  await app.db('filings').where({ filing_no: other.filing_no }).update({ status: 'needs_fix' });
  assert.ok((await submitFiling(customer, other.filing_no, { service_code: newCode() })).submitted);
  await Promise.allSettled([wrong(), wrong()]);
  await assert.rejects(wrong(), { code: 'too_many' });
});

test('when no request needs a code none is asked for, and a filing that is no first one needs it only by "all"', async () => {
  const { needsCode } = await import('../../../src/filings/service-codes/spend-code.ts');
  const customer = await aPerson();
  const row = await aFiling({ customer });
  const change = { id: row.id, kind: 'other' as 'initial' };
  const asked = [];
  for (const needed of ['never', 'first', 'all'] as const) {
    await need(needed);
    asked.push([await needsCode(app.db, row), await needsCode(app.db, change)]);
  }
  assert.deepEqual(asked, [
    [false, false],
    [true, false],
    [true, true],
  ]);
  await need('never');
  assert.ok((await submitFiling(customer, row.filing_no)).submitted);
  await need('first');
});

test('the summary asks for the code, keeps what was typed, and says what is wrong at its place', async () => {
  const client = await app.signedIn('customer');
  const { filing_no } = await pictured(client, 'draft');
  const path = `/filings/${filing_no}`;
  const html = await page(client, `${path}/steps/summary`);
  assert.match(html, /name="service_code"/);
  const sent = {
    ...formIn(html, '/submission'),
    'consents.sensitive': 'true',
    'consents.truth': 'true',
  };
  const answer = await client.post(`${path}/submission`, { ...sent, service_code: 'WRONG-CODE' });
  assert.equal(answer.status, 422);
  const again = await answer.text();
  assert.match(again, /value="WRONG-CODE"/);
  assert.match(again, /id="service_code-message" data-level="error"[^>]*>备案服务号不正确/);
  const code = await aCode({ customer_id: personOf(client).id });
  const next = { ...formIn(again, '/submission'), service_code: code };
  assert.equal((await client.post(`${path}/submission`, next)).status, 303);
  assert.equal((await filingNow(filing_no)).status, 'provider_review');
  assert.doesNotMatch(await page(client, path), /服务号/);
});

test('a program names the code beside the filing; a draft needs none', async () => {
  const owner = await aPerson();
  const key = await aKeyOf(owner);
  const send = (body: object) =>
    app.client().json('POST', '/api/v1/filings', body, { authorization: `Bearer ${key}` });
  const { entity, services, consents, materials } = aForm();
  const { no } = await import('../../../src/filings/drafts/pictures.ts').then(async (pictures) =>
    pictures.storePicture(owner, 'other', await (await import('../../factories.ts')).aPhoto()),
  );
  const slots = Object.fromEntries(Object.keys(materials).map((slot) => [slot, [no]]));
  const body = { entity, services, consents, materials: slots };
  const without = await send(body);
  assert.equal(without.status, 422);
  assert.match(without.body.error.fields.service_code, /请填写备案服务号/);
  assert.equal((await send({ ...body, draft: true })).status, 201);
  const code = await aCode();
  assert.equal((await send({ ...body, service_code: code })).status, 201);
  assert.equal((await rowOf(code)).used, 1);
});

test('a code is one however it is typed', () => {
  fc.assert(
    fc.property(fc.constantFrom(' ', '-', '', '－', '　', '_'), fc.boolean(), (gap, lower) => {
      const code = newCode();
      const typed = code.replaceAll('-', gap);
      assert.equal(plainCode(lower ? typed.toLowerCase() : typed), code.replaceAll('-', ''));
    }),
  );
});
