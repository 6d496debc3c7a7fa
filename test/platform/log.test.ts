import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import fc from 'fast-check';
import { redact } from '../../src/platform/mask.ts';
import { spellError, spellMessage } from '../../src/platform/spell-error.ts';

/** What a process writes that logs this text as a message, a value and an error. */
function logged(text: string): string[] {
  const module = new URL('../../src/platform/log.ts', import.meta.url).href;
  const script = `const { log } = await import(${JSON.stringify(module)});
    const text = process.env.TEXT;
    log.warn(text); log.error('x', { subject: text, error: new Error(text) });`;
  const { stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '-e', script],
    { env: { ...process.env, TEXT: text, LOG_LEVEL: 'info' } },
  );
  return String(stderr).trimEnd().split('\n');
}

test('line breaks and terminal codes from outside stay inside one line of JSON each', () => {
  const evil = 'a\r\n{"level":"info","message":"forged"}\u001b[2J\u001b]0;title\u0007\u2028b';
  const lines = logged(evil);
  assert.equal(lines.length, 2);
  for (const line of lines) {
    assert.equal(typeof JSON.parse(line).message, 'string');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what is looked for
    assert.doesNotMatch(line, /[\u0000-\u001f\u007f]/);
  }
});

test('an error in the log names no address, no number of a person, no key, and says where it happened', () => {
  const error = new Error(
    '550 <lihua@example.com> 13800138000 330106199001011234 bk_abcdefghijklmnopqrstuvwxyz0123456789ABCDE',
    { cause: new Error('to wang.wu@mail.example.cn: no') },
  );
  const spelled = JSON.stringify(spellError(error));
  assert.doesNotMatch(spelled, /lihua|wang\.wu|13800138000|330106199001011234|bk_abc/);
  assert.match(spelled, /log\.test\.ts/);
  assert.match(spellMessage(error), /^550/);
});

const digits = (min: number, max: number) => fc.integer({ min, max }).map(String);
const idNumber = fc
  .tuple(digits(110_000, 659_999), digits(19_000_101, 20_991_231), digits(100, 999))
  .chain((parts) => fc.constantFrom('X', 'x', '4').map((last) => parts.join('') + last));
const email = fc
  .tuple(
    fc.stringMatching(/^[a-z][a-z0-9.+-]{1,20}$/),
    fc.stringMatching(/^[a-z0-9]{2,9}\.[a-z]{2,4}$/),
  )
  .map((parts) => parts.join('@'));
const personal = fc.oneof(digits(13_000_000_000, 19_999_999_999), idNumber, email);

test('whatever stands around a personal datum, it is struck out', () => {
  const around = fc.constantFrom(' ', '"', '<', '>', '，', '：', '=', ':', "'", '(', '\n', '');
  fc.assert(
    fc.property(personal, around, around, (datum, before, after) => {
      const text = redact(`收件人${before}${datum}${after}`);
      assert.ok(!text.includes(datum), text);
    }),
  );
});

test('what is no personal datum stays readable', () => {
  for (const text of [
    'ER_DUP_ENTRY: 1062',
    'BA4T1KNAF2DD5MKJYT',
    '2026-11-22T18:04:37.873Z',
    '浙ICP备2026000001号-1',
  ])
    assert.equal(redact(text), text);
});
