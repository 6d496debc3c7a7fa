import { writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { startBureau, startDatabase } from './setup.ts';

// The long forms: npm run drill:bureau -- --kills 100, or --minutes 30.

const { db } = await startDatabase();
const { writeSetting } = await import('../../src/platform/settings.ts');
const { exchangeSetting } = await import('../../src/bureau/bureaus/settings.ts');
const { killDrill } = await import('./kill-drill.ts');
const { chaosDrill } = await import('./chaos-drill.ts');

const { DRILL_KILLS, DRILL_MINUTES, DRILL_SEED, DRILL_REPORT, DRILL_DB_PID_FILE } = process.env;
const kills = Number(DRILL_KILLS ?? 10);
await writeSetting(db, exchangeSetting, { lease_seconds: 1, batch_seconds: 0 });
const report = (figures: object) => {
  if (DRILL_REPORT) writeFileSync(DRILL_REPORT, JSON.stringify(figures));
};

if (!DRILL_MINUTES) {
  test('workers are killed at any moment: no number skipped, no file applied twice, no filing lost', async () => {
    const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
    report(await killDrill(db, bureau, kills));
  });
} else {
  test(`for ${DRILL_MINUTES} minutes everything goes wrong, and in the end all is as the bureau has it`, async () => {
    const bureau = await startBureau(['--auto', 'approve', '--jcdm', 'no']);
    const asked = { minutes: Number(DRILL_MINUTES), seed: Number(DRILL_SEED ?? 1) };
    report(await chaosDrill(db, bureau, { ...asked, dbPidFile: DRILL_DB_PID_FILE }));
  });
}
