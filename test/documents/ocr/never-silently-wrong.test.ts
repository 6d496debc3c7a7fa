import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { CREDIT_CODE_CHARS } from '../../../src/documents/ocr/checks/credit-code.ts';
import { parseFields } from '../../../src/documents/ocr/parse/index.ts';
import type { DocumentKind, Line } from '../../../src/documents/ocr/types.ts';
import { creditCodes, idNumbers } from './codes.ts';
import { misread, written } from './written.ts';

const SURE = 0.8;

function idCard(number: Line): Line[] {
  return [written('姓名萧勇怡', 80, 80), written('公民身份号码', 80, 400), number];
}

function licence(code: Line): Line[] {
  return [written('营业执照', 400, 40), written('统一社会信用代码', 80, 100), code];
}

const cases = [
  { kind: 'id_front', field: 'id_number', codes: idNumbers, alphabet: '0123456789X', page: idCard },
  {
    kind: 'licence',
    field: 'credit_code',
    codes: creditCodes,
    alphabet: CREDIT_CODE_CHARS,
    page: licence,
  },
] as const;

function read(kind: DocumentKind, lines: Line[], field: string) {
  return parseFields(kind, lines)[field];
}

for (const { kind, field, codes, alphabet, page } of cases) {
  const confusion = fc.record({
    code: codes,
    at: fc.nat(17),
    wrong: fc.constantFrom(...alphabet),
    p: fc.double({ min: 0.3, max: 1, noNaN: true }),
  });
  const top = kind === 'id_front' ? 400 : 140;

  test(`a clean ${field} is read as it stands, and surely`, () => {
    fc.assert(
      fc.property(codes, (code) => {
        const got = read(kind, page(written(code, 300, top)), field);
        assert.equal(got?.value, code);
        assert.ok(got.confidence >= 0.9);
      }),
    );
  });

  test(`one confused character of a ${field} is put right when the network offers the true one`, () => {
    fc.assert(
      fc.property(confusion, ({ code, at, wrong }) => {
        fc.pre(code[at] !== wrong);
        const others = [{ text: code[at]!, p: 0.3 }];
        const line = misread(written(code, 300, top), at, { text: wrong, p: 0.6, others });
        const got = read(kind, page(line), field);
        assert.equal(got?.value, code);
        assert.ok(got.confidence >= SURE && got.confidence < 0.9);
      }),
    );
  });

  test(`one confused character of a ${field} is never silently wrong`, () => {
    fc.assert(
      fc.property(confusion, fc.constantFrom(...alphabet), ({ code, at, wrong, p }, offered) => {
        fc.pre(code[at] !== wrong);
        const others = [{ text: offered, p: (1 - p) / 2 }];
        const line = misread(written(code, 300, top), at, { text: wrong, p, others });
        const got = read(kind, page(line), field);
        assert.ok(!got || got.value === code || got.confidence < SURE);
      }),
      { numRuns: 400 },
    );
  });

  test(`a ${field} that lost a character is flagged`, () => {
    fc.assert(
      fc.property(codes, fc.nat(17), (code, at) => {
        const got = read(
          kind,
          page(written(code.slice(0, at) + code.slice(at + 1), 300, top)),
          field,
        );
        assert.ok(!got || got.confidence < SURE);
      }),
    );
  });
}
