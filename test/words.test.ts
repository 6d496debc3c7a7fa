import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = new URL('..', import.meta.url).pathname;

/** A Chinese character before a mark of half width: words that people read take ，；：！？（）. */
const HALF_WIDTH = /[\u4e00-\u9fff][,;:!?()]/;

/** Not words for people: patterns for what bureaus and papers say, and tables in a notation of their own. */
const NO_WORDS = /^src\/(filings\/reasons\/|documents\/ocr\/|sandbox\/bureau\/data\/)/;

/** What a person may come to read in a file: string literals of code, all of a view but its comments. */
function wordsIn(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  if (file.endsWith('.ejs')) return text.replace(/<%#[\s\S]*?%>/g, '').split('\n');
  const patterns = /(?:new RegExp\(\s*|String\.raw)`(?:\\.|[^`\\])*`/g;
  const tokens = text
    .replace(patterns, '')
    .matchAll(
      /\/\*[\s\S]*?\*\/|(?:^|\s)\/\/[^\n]*|(?<=[(,=:[!&|?{};\n]\s*)\/(?![*/])(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/[a-z]*|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/g,
    );
  return [...tokens]
    .map(([token]) => token)
    .filter((token) => /^['`]/.test(token))
    .flatMap((token) => token.replace(/\$\{[^}]*\}/g, '').split('\n'));
}

function filesUnder(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|ejs|js)$/.test(name))
    .map((name) => join(folder, name))
    .filter((file) => !NO_WORDS.test(file));
}

test('Chinese words that people read carry Chinese punctuation', () => {
  const found = ['src', 'views', 'public/js'].flatMap(filesUnder).flatMap((file) =>
    wordsIn(file)
      .filter((line) => HALF_WIDTH.test(line))
      .map((line) => `${file}: ${line.trim().slice(0, 120)}`),
  );
  assert.deepEqual(found, []);
  const { description } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  assert.doesNotMatch(description, HALF_WIDTH);
});
