import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { runChaos } from './lib/chaos.ts';

/**
 * Holds the exchange with a bureau to account: exit status 0 only when nothing was lost, skipped or done twice.
 * `npm run drill:bureau -- [--kills 100]` kills workers (kill -9) at random moments, with Redis wiped in between.
 * `npm run drill:bureau -- --minutes 30 [--seed 7]` lets everything go wrong, in an order that the seed decides:
 * workers and the database killed, Redis wiped, answers late, cut off or wrong, files repeated and out of order.
 */
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    minutes: { type: 'string' },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'beika-drill-'));
const DRILL_REPORT = join(folder, 'report.json');
const out = values.json ? 2 : 1;
const isWhole = values.minutes
  ? await runChaos({
      root,
      folder,
      out,
      report: DRILL_REPORT,
      minutes: values.minutes,
      seed: values.seed,
    })
  : runKills();
const report = isWhole ? JSON.parse(readFileSync(DRILL_REPORT, 'utf8')) : {};
rmSync(folder, { recursive: true, force: true });
if (values.json) console.log(JSON.stringify({ ok: isWhole, ...report }));
else console.log(isWhole ? `通过 ${JSON.stringify(report)}` : '未通过，原因见上');
process.exitCode = isWhole ? 0 : 1;

function runKills(): boolean {
  const file = 'test/bureau/kills.test.ts';
  const args = ['--import', 'tsx', 'scripts/run-tests.ts', file, '--test-timeout=3600000'];
  const env = { ...process.env, DRILL_KILLS: values.kills, DRILL_REPORT };
  const run = spawnSync(process.execPath, args, { cwd: root, env, stdio: ['ignore', out, 2] });
  return run.status === 0;
}
