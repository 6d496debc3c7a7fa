import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { FIELD_KEYS, type RowTexts } from '../../../src/filings/transfer/importing/fields.ts';
import { headingAmong, plainHeading } from '../../../src/filings/transfer/importing/headings.ts';
import { readRow } from '../../../src/filings/transfer/importing/read-row.ts';
import { readIcpNumber, readIps } from '../../../src/filings/transfer/importing/read-texts.ts';
import { textsOf } from '../../../src/filings/transfer/importing/row-texts.ts';
import { codeTables } from '../context.ts';

const row = (texts: Partial<RowTexts>): RowTexts => ({ ...textsOf([], []), ...texts });
const MINIMAL = { entity_name: '杭州备卡网络有限公司', service_icp_number: '浙ICP备20000001号-1' };

function faultsOf(texts: Partial<RowTexts>) {
  const read = readRow(row({ ...MINIMAL, ...texts }), codeTables);
  return read.ok ? [] : read.faults.map(({ field }) => field);
}

test('filing numbers are read as people write them', () => {
  const read = (text: string) => readIcpNumber(text);
  assert.deepEqual(read('浙 ICP备20000001号－12'), {
    ...{ entity: '浙ICP备20000001号', service: '浙ICP备20000001号-12', province_code: '330000' },
  });
  assert.deepEqual(read('京icp证030173号').entity, '京ICP证030173号');
  assert.deepEqual(read('浙B2-20080224-1'), {
    ...{ entity: '浙B2-20080224', service: '浙B2-20080224-1', province_code: '330000' },
  });
  assert.equal(read('浙B2-20080224').service, '');
  for (const text of ['20000001', '浙ICP备号', '天ICP备20000001号', '浙ICP备20000001号-', '-1'])
    assert.throws(() => read(text), text);
});

test('addresses are read alone, as ranges, several in a cell', () => {
  assert.deepEqual(readIps('47.96.0.1，47.96.0.3 - 47.96.0.9；47.96.1.1~8'), [
    { first: '47.96.0.1', last: '47.96.0.1' },
    { first: '47.96.0.3', last: '47.96.0.9' },
    { first: '47.96.1.1', last: '47.96.1.8' },
  ]);
  for (const text of ['47.96.0.300', '47.96.0.9-47.96.0.1', '2408::1', '1.1.1.1-2-3', 'x'])
    assert.throws(() => readIps(text), text);
});

test('a short table of number, name and domain is enough', () => {
  assert.deepEqual(faultsOf({ domains: 'https://www.Example.cn/，備案.com' }), []);
  const read = readRow(row({ ...MINIMAL, domains: 'https://www.Example.cn/ b.cn' }), codeTables);
  assert.ok(read.ok);
  assert.deepEqual(
    read.row.record.services[0]?.domains.map(({ domain }) => domain),
    ['example.cn', 'b.cn'],
  );
  const alone = readRow(
    row({ entity_name: '某单位', entity_icp_number: '浙ICP备20000001号' }),
    codeTables,
  );
  assert.deepEqual(alone.ok && alone.row.record.services, []);
});

test('every cell that cannot be taken is named', () => {
  assert.deepEqual(faultsOf({ entity_name: '' }), ['entity_name']);
  assert.deepEqual(faultsOf({ service_icp_number: '' }), ['']);
  assert.deepEqual(faultsOf({ service_icp_number: '', domains: 'a.cn' }), ['service_icp_number']);
  assert.deepEqual(faultsOf({ service_icp_number: '浙ICP备20000001号' }), ['service_icp_number']);
  assert.deepEqual(faultsOf({ entity_icp_number: '浙ICP备20000002号' }), ['service_icp_number']);
  assert.deepEqual(faultsOf({ domains: 'a b', ips: '1', entity_kind: '星际' }).sort(), [
    'domains',
    'entity_kind',
    'ips',
  ]);
  assert.deepEqual(faultsOf({ id_number: '110105194912310021' }), ['id_number']);
  assert.deepEqual(faultsOf({ leader_mobile: '1.38E+10', entity_bureau_id: 'A1' }).sort(), [
    'entity_bureau_id',
    'leader_mobile',
  ]);
  assert.deepEqual(faultsOf({ id_number: '11010519491231002X' }), []);
});

test('no cell and no heading is too long to be looked at', () => {
  const million = 1024 * 1024;
  for (const field of FIELD_KEYS)
    for (const letter of [' ', '.', '-', '(', '“', '1', 'a.', '网,', 'ﷺ'])
      assert.deepEqual(faultsOf({ [field]: `1${letter.repeat(million)}x` }), [field]);
  for (const letter of ['(', '（', ' ', 'ﷺ']) {
    assert.ok(plainHeading(letter.repeat(million)).length <= 100);
    assert.equal(headingAmong([[letter.repeat(million)], ['域名']]), 1);
  }
});

test('a code is read by its name or itself; of one name for several kinds, the one of this kind', () => {
  const texts = {
    entity_kind: '政府机关',
    id_type: '组织机构代码证',
    content_types: '8；网络购物',
    access_methods: '5',
  };
  const read = readRow(row({ ...MINIMAL, ...texts }), codeTables);
  assert.ok(read.ok);
  const { entity, services } = read.row.record;
  const kinds = codeTables['id_types']?.find(({ id }) => id === entity.id_type)?.extra?.[
    'entity_kinds'
  ];
  assert.ok(Array.isArray(kinds) && kinds.includes('2'), entity.id_type);
  assert.deepEqual(
    [services[0]?.content_types, services[0]?.accesses[0]?.methods],
    [['8', '9'], ['5']],
  );
});

test('whatever a row holds is read or refused, and no fault repeats what stands in a cell', () => {
  const cell = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.stringMatching(/^[0-9A-Z.浙ICP备号,;-]{0,40}$/),
  );
  const texts = fc.record(Object.fromEntries(FIELD_KEYS.map((key) => [key, cell])));
  fc.assert(
    fc.property(texts, (cells) => {
      const all = row(cells);
      const read = readRow(all, codeTables);
      if (read.ok) return;
      for (const { field, message } of read.faults) {
        const text = field ? all[field].trim() : '';
        assert.ok(text.length < 8 || !message.includes(text), message);
      }
    }),
    { numRuns: 300 },
  );
});

test('the row of headings is found under a title, and headings in English are known', () => {
  assert.equal(
    headingAmong([
      ['备案信息汇总表', ''],
      ['域名', '主办单位（必填）', '备案号'],
      ['a.cn', '甲', ''],
    ]),
    1,
  );
  assert.equal(
    headingAmong([
      ['甲', '乙'],
      ['丙', '丁'],
    ]),
    0,
  );
  assert.equal(plainHeading(' Domain_Name*（必填） '), plainHeading('domain name'));
});
