import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { findPattern } from '../../src/filings/reasons/find-pattern.ts';
import { parsePattern as parse, SHIPPED_RULES } from '../../src/filings/reasons/index.ts';
import { parsePattern, plainText } from '../../src/filings/reasons/pattern.ts';

function find(pattern: string, text: string) {
  const parsed = parsePattern(pattern);
  assert.ok(parsed.ok, pattern);
  return findPattern(parsed.pattern, plainText(text));
}
const matches = (pattern: string, text: string) => find(pattern, text) !== undefined;

test('a pattern reads as people write it: gaps, alternatives, groups, what may be missing, what may not follow', () => {
  assert.ok(matches('域名~未~实名', '您的域名（qinghe.com）尚未完成实名'));
  assert.ok(!matches('域名~实名', '域名已查，实名没有'), 'a gap ends with its clause');
  assert.ok(!matches('域名~实名', `域名${'啊'.repeat(16)}实名`), 'a gap is 15 characters long');
  assert.ok(matches('域名~实名', `域名${'啊'.repeat(15)}实名`));
  assert.ok(matches('空号 | 关机', '电话关机'));
  assert.ok(
    matches('（证件）？住所~（不符|有误）', '住所与执照不符'),
    'full-width signs are meant alike',
  );
  assert.ok(matches('证件号码?有误', '证件号有误'));
  assert.ok(matches('app ～ 特征', 'ＡＰＰ的特征'), 'width, case and spaces do not matter');
  assert.ok(!matches('没有!(公安)~备案号', '没有公安联网备案号'));
  assert.ok(matches('没有!(公安)~备案号', '底部没有加备案号'));
  assert.deepEqual([find('应急…', '应急电话不对，座机也不对')?.to, '应急电话不对'.length], [6, 6]);
});

test('what cannot be a pattern is refused with what is wrong', () => {
  const refused: [string, RegExp][] = [
    ['', /写出/],
    ['（域名', /第 1 个字的“\(”没有对应/],
    ['域名）', /“\)”多余/],
    ['?域名', /前面要有字/],
    ['域名~?', /前面要有字/],
    ['域名||实名', /两边都要有字/],
    ['域名…实名', /最后/],
    ['~', /至少要有 2 个固定的字/],
    ['域名|(的)?', /至少要有 2 个固定的字/],
    ['((((((域名))))))', /最多套/],
    ['域'.repeat(301), /最多 300/],
  ];
  for (const [pattern, error] of refused) {
    const parsed = parsePattern(pattern);
    assert.ok(!parsed.ok, pattern);
    assert.match(parsed.error, error, pattern);
  }
});

test('every shipped pattern is understood', () => {
  for (const { code, pattern } of SHIPPED_RULES)
    if (pattern !== '') assert.ok(parse(pattern).ok, code);
});

const letter = fc.constantFrom('域', '名', '未', '实', '，');
const text = fc.array(letter, { maxLength: 30 }).map((letters) => letters.join(''));
const word = fc.array(fc.constantFrom('域', '名', '未', '实'), { minLength: 1, maxLength: 3 });
const piece = fc.oneof(
  word.map((letters) => letters.join('')),
  fc.constant('~'),
  fc
    .array(word, { minLength: 1, maxLength: 3 })
    .map((all) => `(${all.map((one) => one.join('')).join('|')})`),
  word.map((letters) => `(${letters.join('')})?`),
  word.map((letters) => `!(${letters.join('')})`),
);
const pattern = fc
  .array(fc.array(piece, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 3 })
  .map((all) => all.map((pieces) => `域名${pieces.join('')}`).join('|'));

/** The same as a regular expression, which says at which place a match begins. */
function asRegExp(typed: string): RegExp {
  return new RegExp(
    typed
      .replaceAll('!(', '(?!~(')
      .replace(/\(\?!~\(([^)]*)\)/g, '(?!~($1))')
      .replaceAll('~', '[^，]{0,15}'),
  );
}

test('a pattern finds what the same regular expression finds, at the same place', () => {
  fc.assert(
    fc.property(pattern, text, (typed, said) => {
      const wanted = asRegExp(typed).exec(said);
      assert.equal(find(typed, said)?.from, wanted?.index, `${typed} in ${said}`);
    }),
    { numRuns: 2000 },
  );
});

test('no pattern and no text make a long search: steps are bounded by letters times pieces', () => {
  const hostile = fc
    .constantFrom('域', '域名', '名未', '域，')
    .map((one) => one.repeat(10_000 / one.length));
  fc.assert(
    fc.property(pattern, hostile, (typed, said) => {
      const steps = find(typed, said)?.steps ?? 0;
      assert.ok(steps <= 12 * (typed.length + 1) * (said.length + 1), `${typed}: ${steps}`);
    }),
    { numRuns: 60 },
  );
});
