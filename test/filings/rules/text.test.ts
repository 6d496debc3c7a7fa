import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import iconv from 'iconv-lite';
import { charactersOutsideGbk } from '../../../src/filings/rules/text.ts';
import { found, placesOf, unitForm } from '../sample-forms.ts';

const one = (path: string, text: string, code: string) =>
  found(unitForm, { [path]: text }).find((finding) => finding.code === code);

test('each character the bureau cannot read is named with its place', () => {
  const finding = one('entity.mailing_address', '网𠮷路㐂9号2楼', 'not_in_gbk');
  assert.equal(finding?.path, 'entity.mailing_address');
  assert.match(finding?.message ?? '', /^通信地址中.*第 2 个字“𠮷”、第 4 个字“㐂”$/);
  const emoji = one('services.0.remark', `${'好'.repeat(20)}😀`, 'not_in_gbk');
  assert.match(emoji?.message ?? '', /第 21 个字“😀”/);
});

test('a mark that GBK has otherwise is proposed', () => {
  const finding = one('entity.leader.name', '阿卜杜•热合曼', 'not_in_gbk');
  assert.match(finding?.suggestion ?? '', /“•”请改为·/);
});

test('rare characters that GBK has are taken, others are not', () => {
  const rare = '犇淼喆祎赟昇玥镕頫垚·—…“”﹨㎎①（）〔〕';
  assert.deepEqual(charactersOutsideGbk(rare), []);
  for (const character of ['𠮷', '㐂', '䶮', '㛃', '€', '•', '\u00a0', 'é́', '😀'.slice(0, 1)]) {
    assert.notDeepEqual(charactersOutsideGbk(character), [], character);
  }
});

test('what is taken survives the way to GBK and back, two bytes for each beyond ASCII', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const outside = new Set(charactersOutsideGbk(text).map(({ character }) => character));
      const taken = [...text].filter((character) => !outside.has(character)).join('');
      const bytes = iconv.encode(taken, 'gbk');
      assert.equal(iconv.decode(bytes, 'gbk'), taken);
      const ascii = taken.replace(/[^\0-\u007f]/g, '').length;
      assert.equal(bytes.length, ascii + 2 * (taken.length - ascii));
    }),
  );
});

test('control characters are found, line breaks are allowed in remarks only', () => {
  assert.equal(
    one('entity.name', '杭州青禾\u0007网络公司', 'control_character')?.message,
    '主办者名称第 5 个字是看不见的控制字符',
  );
  assert.equal(
    one('entity.mailing_address', '网商路\n699号', 'control_character')?.path,
    'entity.mailing_address',
  );
  assert.equal(one('entity.remark', '第一行\n第二行\t', 'control_character'), undefined);
  assert.ok(
    one('entity.remark', '第一行\u000b', 'control_character') === undefined,
    'blanks at the end go',
  );
  assert.ok(one('entity.remark', '第一\u000b行', 'control_character'));
  assert.ok(one('entity.remark', '第一\ufffe行', 'control_character'));
  assert.ok(one('entity.remark', '第一\ud800行', 'control_character'));
});

const limits: [path: string, most: number][] = [
  ['entity.name', 255],
  ['entity.investor', 255],
  ['entity.id_address', 1024],
  ['entity.mailing_address', 1024],
  ['entity.remark', 1024],
  ['entity.leader.name', 128],
  ['services.0.name', 512],
  ['services.0.remark', 1024],
];

test('the lengths of the official schema hold to the character', () => {
  for (const [path, most] of limits) {
    const full = found(unitForm, { [path]: '禾'.repeat(most) });
    assert.deepEqual(placesOf(full, 'length'), [], path);
    const over = found(unitForm, { [path]: '禾'.repeat(most + 1) });
    assert.deepEqual(placesOf(over, 'length'), [path]);
  }
  const domain = `${'a'.repeat(60)}.${'b'.repeat(64)}.com`;
  assert.deepEqual(placesOf(found(unitForm, { 'services.0.domains.0': domain }), 'length'), [
    'services.0.domains.0',
  ]);
  const url = `www.qinghe.com/${'a'.repeat(241)}`;
  assert.deepEqual(placesOf(found(unitForm, { 'services.0.home_url': url }), 'length'), [
    'services.0.home_url',
  ]);
  assert.deepEqual(
    placesOf(found(unitForm, { 'services.0.home_url': url.slice(0, 255) }), 'length'),
    [],
  );
});
