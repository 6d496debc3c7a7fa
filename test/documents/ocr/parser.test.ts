import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseFields } from '../../../src/documents/ocr/parse/index.ts';
import { kindOf } from '../../../src/documents/ocr/parse/kind.ts';
import type { DocumentKind, Line } from '../../../src/documents/ocr/types.ts';
import { misread, written } from './written.ts';

function values(kind: DocumentKind, lines: Line[]): Record<string, string> {
  const fields = Object.entries(parseFields(kind, lines));
  return Object.fromEntries(fields.map(([name, { value }]) => [name, value]));
}

const FRONT = [
  written('姓名', 80, 80),
  written('萧勇怡', 170, 80),
  written('性别男', 80, 150),
  written('民族哈萨克', 280, 150),
  written('出生1999年12月4日', 80, 220),
  written('住址', 80, 300),
  written('云南省宁川市鼓楼区星河镇龙湖', 170, 300),
  written('村7组59号', 170, 340),
  written('公民身份号码', 80, 500),
  written('539941199912048154', 300, 500),
];

test('the front of an identity card is read by its labels', () => {
  assert.equal(kindOf(FRONT).kind, 'id_front');
  assert.deepEqual(values('id_front', FRONT), {
    name: '萧勇怡',
    sex: '男',
    ethnicity: '哈萨克',
    birth_on: '1999-12-04',
    address: '云南省宁川市鼓楼区星河镇龙湖村7组59号',
    id_number: '539941199912048154',
  });
});

test('a birth date that contradicts the number is flagged, and so is the number', () => {
  const lines = FRONT.map((line, i) => (i === 4 ? written('出生1998年12月4日', 80, 220) : line));
  const { birth_on, id_number } = parseFields('id_front', lines);
  assert.equal(birth_on?.value, '1999-12-04');
  assert.ok(birth_on.confidence < 0.8 && id_number!.confidence < 0.8);
});

test('full-width, misread or widely set labels of a licence still name their values', () => {
  const page = [
    written('营业执照', 400, 40, 0.99, 50),
    written('统一社会信用代码：91439929691354501H', 300, 120),
    written('名', 80, 200),
    written('称', 150, 200),
    written('湖南泽华医疗器械（集团）有限公司', 220, 200),
    written('类型：', 80, 240),
    written('有限责任公司（自然人独资）', 220, 240),
    misread(written('法定代衷人', 80, 280), 3, { p: 0.5 }),
    written('段倩英', 220, 280),
    written('经营范围', 80, 320),
    written('一般项目：健康咨询服务；第二类', 220, 320),
    written('医疗器械销售。', 220, 350),
    written('成立日期2014年11月16日', 700, 200),
    written('营业期限', 700, 240),
    written('2014年11月16日至长期', 800, 240),
    written('住所', 700, 280),
    written('湖南省嘉陵市朝阳区解放街道', 800, 280),
    written('盛世家园48号楼4-845', 800, 310),
    written('登记机关', 700, 500),
    written('2015年03月01日', 800, 540),
  ];
  assert.equal(kindOf(page).kind, 'licence');
  assert.deepEqual(values('licence', page), {
    credit_code: '91439929691354501H',
    name: '湖南泽华医疗器械(集团)有限公司',
    type: '有限责任公司(自然人独资)',
    legal_person: '段倩英',
    scope: '一般项目：健康咨询服务；第二类医疗器械销售。',
    established_on: '2014-11-16',
    term: '2014年11月16日至长期',
    address: '湖南省嘉陵市朝阳区解放街道盛世家园48号楼4-845',
  });
});

test('the back of a card is read, and a span that cards never have is flagged', () => {
  const page = (term: string) => [
    written('中华人民共和国', 300, 80),
    written('居民身份证', 300, 160),
    written('签发机关', 200, 450),
    written('瑞溪市公安局鼓楼分局', 400, 450),
    written('有效期限', 200, 520),
    written(term, 400, 520),
  ];
  assert.equal(kindOf(page('2016.09.20-2036.09.20')).kind, 'id_back');
  assert.deepEqual(values('id_back', page('2016.09.20-长期')), {
    authority: '瑞溪市公安局鼓楼分局',
    valid_from: '2016-09-20',
    valid_to: '长期',
  });
  const odd = parseFields('id_back', page('2016.09.20-2037.09.20'));
  assert.ok(odd['valid_to']!.confidence < 0.8);
});

test('names that look incomplete or mistaken are shown for checking', () => {
  const name = (text: string) =>
    parseFields('id_front', [written(`姓名${text}`, 80, 80), ...FRONT.slice(2)])['name'];
  assert.ok(name('段倩英')!.confidence > 0.9);
  assert.ok(name('古丽娜尔·艾山')!.confidence > 0.9);
  assert.ok(name('古丽娜尔艾山')!.confidence < 0.8);
  assert.ok(name('倩')!.confidence < 0.8);
  assert.deepEqual(name('候明')!.value, '侯明');
  assert.ok(name('候明')!.confidence < 0.8);
});

test('what shows no document has no kind', () => {
  assert.deepEqual(kindOf([written('今日菜单', 10, 10)]), { kind: 'unknown', confidence: 0 });
});

test('the kind that was asked for decides where both sides lie on one sheet', () => {
  const sheet = [...FRONT, written('签发机关瑞溪市公安局', 80, 900), written('有效期限', 80, 950)];
  assert.equal(kindOf(sheet).kind, 'id_front');
  assert.equal(kindOf(sheet, 'id_back').kind, 'id_back');
});
