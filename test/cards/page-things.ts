import type { Browser } from '../harness.ts';

export const PASTED = ['N-1001 ABCD-EFGH-0001', 'N-1002 ABCD-EFGH-0002', 'N-1003 ABCD-EFGH-0003'];
type Shop = { variant: string };
export const placeOf = (answer: Response) => answer.headers.get('location') ?? '';

/** Sends the form of an import; a file takes the place of pasted text. */
export function send(
  client: Browser,
  fields: Record<string, string>,
  file?: { name: string; text: string },
) {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  if (file) body.append('file', new Blob([file.text]), file.name);
  return client.fetch('/card-batches', { method: 'POST', body });
}
/** An import in the middle of its work, which nobody is doing here. */
export async function aRunning(client: Browser, shop: Shop): Promise<string> {
  const { db } = await import('../../src/platform/db.ts');
  const { fromNow, MINUTE } = await import('../../src/platform/clock.ts');
  const lines = Array.from({ length: 40 }, (_, n) => `RUN-${n}-QWERTY`).join('\n');
  const place = placeOf(await send(client, shop, { name: '十一月采购.txt', text: lines }));
  await client.post(`${place}/importing`);
  const batch = await db('card_batches')
    .where({ batch_no: place.slice(14) })
    .first();
  await db('card_tasks')
    .where({ batch_id: batch?.id ?? 0 })
    .update({
      ...{ total_rows: 100_000, done_rows: 42_000, bad_rows: 3 },
      ...{ started_at: fromNow(-1000), due_at: fromNow(10 * MINUTE) },
    });
  return place;
}

/** One whose dry run has found a line that is good, and others. */
export async function aChecked(client: Browser, shop: Shop): Promise<string> {
  const { sweepTasks } = await import('../../src/cards/tasks/job.ts');
  const text = `卡号,密码,有效期,进价\n${PASTED.map((line) => line.replace(' ', ',')).join(',2099-01-31,8.8\n')},明年,\nN-2001,NEW-1,,\n`;
  const place = placeOf(await send(client, shop, { name: '卡.csv', text }));
  await client.post(`${place}/checking`);
  await sweepTasks();
  return place;
}
