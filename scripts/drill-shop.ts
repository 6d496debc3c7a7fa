import { parseArgs } from 'node:util';
import { openStage, ownGround } from '../test/orders/drill/stage.ts';

// Holds the shop to account: exit status 0 only when no card went out twice, nothing was oversold, and nobody paid for
// nothing. npm run drill:shop -- [--kills 20] [--orders 200] [--json]
const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    orders: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const stage = await openStage((folder) => ownGround(folder, true));
try {
  // Only now: it reads its addresses from the environment.
  const { shopDrill } = await import('../test/orders/drill/drill.ts');
  const kills = Number(values.kills);
  const report = await shopDrill(stage, {
    ...{ kills, orders: Number(values.orders), levels: [1, 2, 4, 8, 32], late: 4 },
  });
  process.stdout.write(`${values.json ? '' : '通过 '}${JSON.stringify({ ok: true, ...report })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ ok: false, why: String(error) })}\n`);
  else process.stdout.write('未通过，原因见上\n');
  process.exitCode = 1;
} finally {
  await stage.close();
}
