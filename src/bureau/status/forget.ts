import { z } from 'zod';
import { DAY, fromNow } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { defineSetting, readSetting } from '../../platform/settings.ts';

/** How long what a bureau said of a domain or a certificate stays after it is no longer fresh. */
export const keptAnswersSetting = defineSetting({
  key: 'bureau.kept_answers',
  title: '备案状态查询结果的保存',
  secret: false,
  schema: z.object({ days: z.number().int().min(1).max(3650).default(180) }).prefault({}),
});

const AT_ONCE = 5000;

/** Takes away answers that nobody has asked for since, and questions that no bureau has answered in all that time. */
export async function forgetOldAnswers(): Promise<void> {
  const { days } = await readSetting(keptAnswersSetting);
  const before = fromNow(-days * DAY);
  await db('bureau_status_answers')
    .whereNull('wanted_at')
    .where('fresh_until', '<', before)
    .limit(AT_ONCE)
    .delete();
  await db('bureau_status_answers').where('wanted_at', '<', before).limit(AT_ONCE).delete();
}
