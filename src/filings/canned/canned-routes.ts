import { type Request, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { nameActions, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { timeShown } from '../../platform/present.ts';
import { ruleBook } from '../reason-rules/in-force.ts';
import { placeInWords } from '../reason-rules/places.ts';
import { givesNow, inOrder } from './gives.ts';

/** The ready reasons that reviewers give: where they lie, what they say, how often they are given, which come first. */
export const cannedRoutes = Router();
const place = '/review/reasons';
const writes = requires('filing.rules');

nameActions({ 'reason.pinned': '置顶退回原因', 'reason.unpinned': '取消置顶退回原因' });

cannedRoutes.get(place, requires('filing.review'), async (req, res) => {
  const { words } = await ruleBook(db);
  const gives = await givesNow(db);
  const rules = words.map(({ rule }) => rule);
  res.page('review/reasons', {
    title: '退回原因',
    may_edit: userOf(req).may('filing.rules'),
    reasons: inOrder(rules, ({ code }) => code, gives).map((rule) => {
      const give = gives.get(rule.code);
      return {
        ...{ code: rule.code, group: rule.group, label: rule.label, message: rule.message },
        places: rule.paths.map(placeInWords).join('、') || '整份备案',
        times: give?.times ?? 0,
        last: give?.last_at ? timeShown(give.last_at) : null,
        is_pinned: Boolean(give?.pinned_at),
        href: `/reason-rules/${encodeURIComponent(rule.code)}`,
      };
    }),
  });
});

cannedRoutes.post(`${place}/:rule_code/pin`, writes, async (req, res) => {
  await pin(req, now());
  res.redirect(303, place);
});

cannedRoutes.post(`${place}/:rule_code/pin/removal`, writes, async (req, res) => {
  await pin(req, null);
  res.redirect(303, place);
});

async function pin(req: Request, pinned_at: Date | null): Promise<void> {
  const { words } = await ruleBook(db);
  const found = words.find(({ rule }) => rule.code === req.params['rule_code']);
  const rule_code = must(found, '退回原因').rule.code;
  await inTransaction(async (trx) => {
    await trx('reason_gives')
      .insert({ rule_code, pinned_at })
      .onConflict('rule_code')
      .merge({ pinned_at });
    const action = pinned_at ? 'reason.pinned' : 'reason.unpinned';
    await record(trx, userOf(req).actor, action, `reason_rule:${rule_code}`);
  });
}
