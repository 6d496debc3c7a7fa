import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * What a polling round of three bureaus costs while ever more records are open, and whether a rush keeps to the calls
 * that a bureau allows in an hour: `npm run bench:bureau -- [--sizes 1000,10000,100000] [--rounds 3] [--json]`.
 * Engines, database and bureaus are thrown away afterwards. Exit status 0 only when the cost follows what is due.
 */
const { values } = parseArgs({
  options: {
    sizes: { type: 'string', default: '1000,10000,100000' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
});

interface Cost {
  rows: number;
  queries: number;
  ms: number;
}
interface Report {
  rounds: { open: number; idle: Cost; due: Cost }[];
  rush: { limit: number; most_in_an_hour: number };
}

const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'beika-bench-'));
const BENCH_REPORT = join(folder, 'report.json');
const run = spawnSync(
  process.execPath,
  [
    ...['--import', 'tsx', 'scripts/run-tests.ts', 'test/bureau/growth.test.ts'],
    '--test-timeout=3600000',
  ],
  {
    cwd: root,
    env: {
      ...process.env,
      BENCH_REPORT,
      BENCH_SIZES: values.sizes,
      BENCH_ROUNDS: values.rounds,
    },
    stdio: ['ignore', values.json ? 2 : 1, 2],
  },
);
const isGood = run.status === 0;
// The test has written it, when it came through.
const report: Partial<Report> = isGood ? JSON.parse(readFileSync(BENCH_REPORT, 'utf8')) : {};
rmSync(folder, { recursive: true, force: true });
if (values.json) console.log(JSON.stringify({ ok: isGood, ...report }));
else {
  for (const { open, idle, due } of report.rounds ?? []) {
    console.log(`未结 ${open} 件：空闲一轮 ${spelled(idle)}；有少量到期 ${spelled(due)}`);
  }
  if (report.rush) {
    console.log(`高峰：每小时至多 ${report.rush.limit} 次，实际 ${report.rush.most_in_an_hour} 次`);
  }
  console.log(isGood ? '通过' : '未通过，原因见上');
}
process.exitCode = isGood ? 0 : 1;

function spelled({ rows, queries, ms }: Cost): string {
  return `${rows} 行、${queries} 次查询、${ms} 毫秒`;
}
