import { DAY } from '../../../platform/clock.ts';
import type { Db } from '../../../platform/db.ts';
import { dayStart } from '../list/filter.ts';
import { SUMS } from './tables.ts';

/** Adds up the hours of a day in Beijing; what stood there before is replaced. */
export async function countDay(trx: Db, day: string): Promise<void> {
  const [from, until] = [dayStart(day), dayStart(day, DAY)];
  await trx('shop_days').where({ day }).delete();
  const columns = ['variant_id', 'gateway', ...SUMS];
  const names = columns.map((name) => `\`${name}\``).join(', ');
  const sums = SUMS.map((name) => `sum(\`${name}\`)`).join(', ');
  await trx.raw(
    `insert into shop_days (day, ${names})
     select ?, variant_id, gateway, ${sums} from shop_hours
     where hour_at >= ? and hour_at < ? and variant_id <> 0
     group by variant_id, gateway`,
    [day, from ?? null, until ?? null],
  );
}
