import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

/**
 * Kills bureau workers (kill -9) at random moments, with Redis wiped in between, and holds the outcome to account:
 * `node --import tsx scripts/drill-bureau-kills.ts [--kills 100] [--json]`. Exit status 0 only when nothing was lost,
 * skipped or done twice.
 */
const { values } = parseArgs({
  options: { kills: { type: 'string', default: '100' }, json: { type: 'boolean', default: false } },
});
const root = join(import.meta.dirname, '..');
const folder = mkdtempSync(join(tmpdir(), 'beika-drill-'));
const DRILL_REPORT = join(folder, 'report.json');
const run = spawnSync(
  process.execPath,
  [
    '--import',
    'tsx',
    'scripts/run-tests.ts',
    'test/bureau/kills.test.ts',
    '--test-timeout=3600000',
  ],
  {
    cwd: root,
    env: { ...process.env, DRILL_KILLS: values.kills, DRILL_REPORT },
    stdio: ['ignore', values.json ? 2 : 1, 2],
  },
);
const isWhole = run.status === 0;
const report = isWhole ? JSON.parse(readFileSync(DRILL_REPORT, 'utf8')) : {};
rmSync(folder, { recursive: true, force: true });
if (values.json) console.log(JSON.stringify({ ok: isWhole, ...report }));
else console.log(isWhole ? `通过 ${JSON.stringify(report)}` : '未通过，原因见上');
process.exitCode = isWhole ? 0 : 1;
