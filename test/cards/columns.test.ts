import assert from 'node:assert/strict';
import { test } from 'node:test';
import { start } from '../harness.ts';
import { placeOf, send as sendCards } from './page-things.ts';

const app = await start();
const { db } = app;
const { aVariant } = await import('../shop.ts');
const { sweepTasks } = await import('../../src/cards/tasks/job.ts');
const { cardBySecret } = await import('../../src/cards/open-cards.ts');
const operator = await app.signedIn('operator');
const { variant } = await aVariant(db, { product: { name: '影音会员' } });

const send = async (text: string) =>
  placeOf(await sendCards(operator, { variant: variant.variant_no, text }));
const textOf = async (path: string) => (await operator.get(path)).text();

test('what was typed about the columns counts when the import is begun without saving it first', async () => {
  const form = { separator: '', 'columns.0': 'secret', sell_by: '', cost: '12.50' };
  const place = await send('TYPED-AND-KEPT-1');
  const bad = await operator.post(`${place}/importing`, { ...form, cost: 'twelve' });
  assert.equal(bad.status, 422);
  assert.match(await bad.text(), /请填写金额/);
  assert.equal((await operator.post(`${place}/importing`, form)).status, 303);
  await sweepTasks();
  assert.equal((await cardBySecret(db, 'TYPED-AND-KEPT-1'))?.cost_cents, 1250);
});

test('another separator shows its columns before anything is taken in', async () => {
  const place = await send('SPLIT-1|SECOND-1');
  const led = await operator.post(`${place}/importing`, { separator: '', 'columns.0': 'secret' });
  assert.equal(placeOf(led), `${place}#preview`);
  assert.match(await textOf(place), /列已重新识别/);
  assert.match(await textOf(place), /待导入/);
});
