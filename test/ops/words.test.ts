import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const root = new URL('../..', import.meta.url).pathname;
const files = (folder: string, ending: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name));

/** A half-width mark beside a Chinese character: "已保存,请", "工作台:". */
const HALF_WIDTH = /\p{Script=Han}[,;!?:(]|[,;!?)]\p{Script=Han}/u;

test('words that people read carry Chinese punctuation', () => {
  const pages = files('views', '.ejs').map((file) => [
    file,
    readFileSync(join(root, file), 'utf8'),
  ]);
  const faults = pages.flatMap(([file = '', text = '']) =>
    text
      .split('\n')
      .flatMap((line, i) =>
        HALF_WIDTH.test(line.replace(/<%#.*?-?%>/g, ''))
          ? [`${file}:${i + 1} ${line.trim().slice(0, 120)}`]
          : [],
      ),
  );
  assert.deepEqual(faults, []);
});
