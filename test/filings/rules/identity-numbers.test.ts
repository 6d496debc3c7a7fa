import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wrongNumber } from '../../../src/filings/rules/identity-numbers.ts';
import { labelOf } from '../../../src/filings/rules/labels.ts';
import { creditCode, idNumber } from '../sample-numbers.ts';

const adult = idNumber('330000', '1985-03-02', 7);
const numbers: [type: string, number: string, says: RegExp | undefined][] = [
  ['2', adult, undefined],
  ['2', '11010519491231002X', undefined],
  ['2', '330108850302001', /15 位/],
  ['2', adult.slice(0, 17), /18 位/],
  ['2', `99${adult.slice(2)}`, /省份/],
  ['2', '710000198503020017', /省份/],
  ['2', '330100198502300017', /出生日期/],
  ['2', adult.slice(0, 17) + (adult.endsWith('1') ? '2' : '1'), /校验/],
  ['41', idNumber('810000', '1985-03-02', 7), undefined],
  ['41', idNumber('830000', '1985-03-02', 7), /81 或 82/],
  ['42', idNumber('830000', '1985-03-02', 7), undefined],
  ['42', adult, /83/],
  ['30', 'CAN110178092612', undefined],
  ['30', '911124198108030024', undefined],
  ['30', '911124198108030025', /永久居留/],
  ['7', 'E12345678', undefined],
  ['7', 'E1', /护照/],
  ['11', '12345678', undefined],
  ['11', 'A2345678', /8 位/],
  ['14', 'H12345678', undefined],
  ['14', '12345678', /H 或 M/],
  ['1', creditCode('330000', 'MA2XYW12'), undefined],
  ['1', '110108000000016', undefined],
  ['1', '110108000000017', /18 位/],
  ['1', '91350100M000100Y44', /校验/],
  ['1', '91350100O000100Y43', /不会有“O”/],
  ['12', 'D2143569-X', undefined],
  ['12', 'D2143569-1', /组织机构代码/],
  ['6', '社证字第4399号', undefined],
  ['6', '?', /太短/],
];

test('a number is checked by the kind of its document', () => {
  for (const [type, number, says] of numbers) {
    const wrong = wrongNumber(type, number);
    if (says) assert.match(wrong?.message ?? '', says, `${type} ${number}`);
    else assert.equal(wrong, undefined, `${type} ${number}`);
  }
});

test('a kind of document that is no kind is checked as any number, whatever it is called', () => {
  for (const type of ['', '999', 'constructor', '__proto__', 'valueOf']) {
    assert.equal(wrongNumber(type, 'ABC-123'), undefined, type);
    assert.match(wrongNumber(type, '!')?.message ?? '', /太短/, type);
  }
});

test('only fields have labels', () => {
  for (const path of ['', 'entity', 'entity.constructor', 'services.0.toString', 'x.name']) {
    assert.equal(labelOf(path), '', path);
  }
  assert.equal(labelOf('services.2.leader.mobile'), '网站负责人手机号码');
  assert.equal(labelOf('services.0.access.ips.1.first'), '网站 IP');
  assert.equal(labelOf('entity.leader.valueOf'), '');
});
