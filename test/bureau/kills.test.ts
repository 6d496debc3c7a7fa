import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { startBureau, startDatabase } from './setup.ts';

const { db } = await startDatabase();
const { writeSetting } = await import('../../src/platform/settings.ts');
const { exchangeSetting } = await import('../../src/bureau/bureaus/settings.ts');
const { killDrill } = await import('./kill-drill.ts');

const kills = Number(process.env['DRILL_KILLS'] ?? 10);

test('workers are killed at any moment: no number skipped, no file applied twice, no filing lost', async () => {
  await writeSetting(db, exchangeSetting, { lease_seconds: 1, batch_seconds: 0 });
  const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
  const report = await killDrill(db, bureau, kills);
  const file = process.env['DRILL_REPORT'];
  if (file) writeFileSync(file, JSON.stringify(report));
});
