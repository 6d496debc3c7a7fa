import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readDays } from '../../../src/filings/desk/day-lines.ts';
import { differences } from '../../../src/filings/desk/differences.ts';
import { ipLines, readIpLines } from '../../../src/filings/desk/ip-lines.ts';
import { start } from '../../harness.ts';

const app = await start();
const { page } = await import('./stage.ts');
const { readSetting } = await import('../../../src/platform/settings.ts');
const { providerSetting, paceSetting, provincesSetting } = await import(
  '../../../src/filings/settings.ts'
);
const { holidaysSetting } = await import('../../../src/filings/pace/pace.ts');
const administrator = await app.signedIn('administrator');
const place = '/settings/filings';
const entries = () =>
  app.db('audit_entries').where({ subject: 'settings:filings', action: 'settings.changed' });

test('address blocks are read as people write them, and each wrong line is named', () => {
  const { ranges, faults } = readIpLines(
    '47.96.0.10\n\n8.130.20.1 - 8.130.20.9\r\n10.0.0.0/24\n1.2.3.4/24\nabc\n1.2.3.9-1.2.3.4\n300.1.1.1\n１.２.３.４',
  );
  assert.deepEqual(ranges, [
    { first: '47.96.0.10', last: '47.96.0.10' },
    { first: '8.130.20.1', last: '8.130.20.9' },
    { first: '10.0.0.0', last: '10.0.0.255' },
    { first: '1.2.3.4', last: '1.2.3.4' },
  ]);
  assert.deepEqual(
    faults.map((fault) => /^第 (\d+) 行/.exec(fault)?.[1]),
    ['5', '6', '7', '8'],
  );
  assert.match(faults[0] ?? '', /1\.2\.3\.0/);
});

test('blocks written as lines are read back as they were', () => {
  const address = fc.nat(2 ** 32 - 1);
  const text = (n: number) => [24, 16, 8, 0].map((s) => Math.floor(n / 2 ** s) % 256).join('.');
  fc.assert(
    fc.property(fc.array(fc.tuple(address, address), { maxLength: 8 }), (pairs) => {
      const ranges = pairs.map(([a, b]) => ({
        first: text(Math.min(a, b)),
        last: text(Math.max(a, b)),
      }));
      assert.deepEqual(readIpLines(ipLines(ranges)), { ranges, faults: [] });
    }),
  );
});

test('days are read out of an announcement, and what is no day of that year is named', () => {
  assert.deepEqual(readDays('1月1日（周五）至3日，2027-02-05~2027-02-06、5/1', 2027), {
    days: ['2027-01-01', '2027-01-02', '2027-01-03', '2027-02-05', '2027-02-06', '2027-05-01'],
    faults: [],
  });
  const { days, faults } = readDays('2月30日 2026-10-01 国庆 3月9日至1日', 2027);
  assert.deepEqual(days, []);
  assert.equal(faults.length, 4);
});

test('two texts laid side by side give back both', () => {
  const text = fc.string({ unit: fc.constantFrom(...'网商路69号楼a𠮷'), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const pieces = differences(before, after);
      const side = (gone: 'gone' | 'new') =>
        pieces
          .filter(({ kind }) => kind !== gone)
          .map((piece) => piece.text)
          .join('');
      assert.deepEqual([side('new'), side('gone')], [before, after]);
    }),
  );
});

test('who we are, our addresses and our pace are kept, and the record says that they changed', async () => {
  const form = {
    name: '云图主机有限公司',
    ip_ranges: '47.96.0.0/30\n8.130.20.15',
    review_days: '3',
    bureau_days: '15',
  };
  assert.equal((await administrator.post(place, form)).status, 303);
  assert.deepEqual(await readSetting(providerSetting), {
    name: '云图主机有限公司',
    ip_ranges: [
      { first: '47.96.0.0', last: '47.96.0.3' },
      { first: '8.130.20.15', last: '8.130.20.15' },
    ],
  });
  assert.deepEqual(await readSetting(paceSetting), { review_days: 3, bureau_days: 15 });
  const html = await page(administrator, place);
  assert.match(html, />47\.96\.0\.0\/30\n8\.130\.20\.15<\/textarea>/);
  assert.equal((await entries()).length, 1);
});

test('a wrong setting comes back with what was typed and where the fault is, and changes nothing', async () => {
  const before = await readSetting(providerSetting);
  const answer = await administrator.post(place, {
    name: '改名了',
    ip_ranges: '47.96.0.1\n不是地址\n9.9.9.9/33',
    review_days: '0',
    bureau_days: 'x',
  });
  assert.equal(answer.status, 422);
  const html = await answer.text();
  assert.match(html, /第 2 行“不是地址”/);
  assert.match(html, /第 3 行/);
  assert.match(html, /不小于 1/);
  assert.match(html, /请填写数字/);
  assert.match(html, /value="改名了"/);
  assert.deepEqual(await readSetting(providerSetting), before);
});

test("a year's holidays are pasted, shown again and taken back", async () => {
  const send = (form: Record<string, string>) =>
    administrator.post(`${place}/holidays`, { year: '2031', holidays: '', workdays: '', ...form });
  assert.equal((await send({ holidays: '1月1日至3日', workdays: '1月4日' })).status, 303);
  assert.deepEqual(await readSetting(holidaysSetting), [
    { year: 2031, holidays: ['2031-01-01', '2031-01-02', '2031-01-03'], workdays: ['2031-01-04'] },
  ]);
  assert.match(await page(administrator, `${place}?year=2031`), />2031-01-01\n2031-01-02/);
  const clash = await send({ holidays: '1月1日', workdays: '1月1日 瞎写' });
  assert.equal(clash.status, 422);
  assert.match(await clash.text(), /“瞎写”[\s\S]*同时写在放假和上班里/);
  assert.equal((await send({})).status, 303);
  assert.deepEqual(await readSetting(holidaysSetting), []);
});

test('a province is corrected in JSON, checked key by key, and given back', async () => {
  const path = `${place}/provinces/330000`;
  assert.match(await page(administrator, path), /local_mobile/);
  const send = (override: string) => administrator.post(path, { override });
  for (const [wrong, told] of [
    ['{', /不是正确的 JSON/],
    ['[]', /应为/],
    ['{"local_mobil": true}', /没有这一项：local_mobil/],
    ['{"local_mobile": "yes"}', /local_mobile：应为 true 或 false/],
    ['{"domain_holder": "anyone"}', /domain_holder：只能是 unit/],
    ['{"__proto__": {"x": 1}}', /没有这一项|应为/],
  ] as const) {
    const answer = await send(wrong);
    assert.equal(answer.status, 422, wrong);
    assert.match(await answer.text(), told, wrong);
  }
  assert.equal((await send('{"local_mobile": true, "notes": ["先打电话"]}')).status, 303);
  assert.deepEqual(await readSetting(provincesSetting), {
    '330000': { local_mobile: true, notes: ['先打电话'] },
  });
  assert.match(await page(administrator, path), /自带：false/);
  assert.equal((await send('')).status, 303);
  assert.deepEqual(await readSetting(provincesSetting), {});
  assert.equal((await administrator.get(`${place}/provinces/990000`)).status, 404);
});

test('only who manages settings sees and changes them', async () => {
  const paths = [place, `${place}/provinces/330000`];
  for (const role of ['customer', 'reviewer', 'auditor', 'operator']) {
    const client = await app.signedIn(role);
    for (const path of paths) {
      assert.equal((await client.get(path)).status, 403, `${role} ${path}`);
      assert.equal((await client.post(path, {})).status, 403, `${role} ${path}`);
    }
    assert.equal((await client.post(`${place}/holidays`, {})).status, 403, role);
  }
  assert.equal((await app.client().get(place)).status, 303);
});
