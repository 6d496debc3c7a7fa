import { parseArgs } from 'node:util';
import { clusterGround } from '../test/orders/drill/cluster.ts';
import { openStage } from '../test/orders/drill/stage.ts';

// The shop's drill on three nodes of Galera: orders go to all of them, and one is killed half-way.
// npm run drill:galera -- [--orders 200] [--json]
const { values } = parseArgs({
  options: {
    orders: { type: 'string', default: '200' },
    json: { type: 'boolean', default: false },
  },
});
const stage = await openStage(clusterGround);
try {
  // Only now: it reads its addresses from the environment.
  const { clusterDrill } = await import('../test/orders/drill/cluster-drill.ts');
  const report = await clusterDrill(stage, Number(values.orders));
  process.stdout.write(`${values.json ? '' : '通过 '}${JSON.stringify({ ok: true, ...report })}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  if (values.json) process.stdout.write(`${JSON.stringify({ ok: false, why: String(error) })}\n`);
  else process.stdout.write('未通过，原因见上\n');
  process.exitCode = 1;
} finally {
  await stage.close();
}
