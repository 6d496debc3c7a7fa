import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openStage, ownGround } from './drill/stage.ts';

// The short form of `npm run drill:shop`: on durable engines of its own, because it kills them.
test('nothing is oversold, doubled or lost: crowds, callbacks at once and twice, late money, kill -9 of everything', {
  timeout: 240_000,
}, async () => {
  const stage = await openStage((folder) => ownGround(folder, true));
  try {
    const { shopDrill } = await import('./drill/drill.ts');
    const report = await shopDrill(stage, { kills: 1, orders: 40, levels: [8, 32], late: 2 });
    assert.deepEqual(report.killed, { web: 1, worker: 1, redis: 1, mariadb: 1 });
    assert.ok(report.paid_at_the_gateway > 180 && report.lines > 300);
  } finally {
    await stage.close();
  }
});
