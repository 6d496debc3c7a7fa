import { bytesOf } from './importing.ts';

/** What the routes of cards name: a batch whose columns are being named, a card, a task, a loop variant. */
export async function cardThings(pattern: string, admin: { id: number }) {
  const { db } = await import('../../src/platform/db.ts');
  const { now, fromNow, HOUR } = await import('../../src/platform/clock.ts');
  const { publicNo } = await import('../../src/platform/ids.ts');
  const { SYSTEM } = await import('../../src/audit/index.ts');
  const { aVariantWithCards, aVariant } = await import('../shop.ts');
  const { createImport } = await import('../../src/cards/importing/create-import.ts');
  const { sealPlan } = await import('../../src/cards/tasks/plans.ts');
  const { variant } = await aVariantWithCards(db, 1);
  const { variant: loop } = await aVariant(db, { delivery: 'loop' });
  const card = await db('cards').where({ variant_id: variant.id }).first('id');
  const { batch_no } = await createImport(
    { id: admin.id, actor: SYSTEM },
    {
      ...{ variant_id: variant.id, source: 'file', name: 'a.txt', note: '' },
      chunks: bytesOf('A-1\nA-2\n'),
    },
  );
  const task_no = publicNo('KR');
  const isDone = pattern.endsWith('/file');
  await db('card_tasks').insert({
    ...{ task_no, kind: 'export', state: isDone ? 'done' : 'running', made_by: admin.id },
    plan_sealed: sealPlan(task_no, { filter: {}, format: 'csv', reason: null }),
    ...{ created_at: now(), started_at: now(), expires_at: fromNow(HOUR) },
    due_at: isDone ? null : fromNow(HOUR),
  });
  return { batch_no, task_no, id: String(card?.id), variant_no: loop.variant_no };
}
