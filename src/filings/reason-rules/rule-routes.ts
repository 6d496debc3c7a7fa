import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { type FieldErrors, must } from '../../platform/errors.ts';
import { shippedRule } from '../reasons/index.ts';
import { ruleBook } from './in-force.ts';
import { allRules } from './list-rules.ts';
import { newRuleFrom, startOf } from './new-rule.ts';
import { keptOf, type OwnRule, ownPart } from './own-rule.ts';
import { forTrying, readRule, ruleAsTyped, typedRule } from './rule-form.ts';
import { changedSince, formParts, type RuleNow, ruleNow, rulePage } from './rule-page.ts';
import { addRule, type Saved, saveRule, switchRule, takeBackRule } from './save-rule.ts';
import { latestSentences } from './sentences.ts';
import { bookWith, type TryOut, tryOut } from './try-out.ts';

/** One rule: reading it, trying it out, changing it. */
export const ruleRoutes = Router();
const writes = requires('filing.rules');
const place = '/reason-rules';
const at = `${place}/:rule_code`;

ruleRoutes.get(`${place}/new`, writes, async (req, res) => {
  const start = await startOf(req.query);
  await showNew(res, { typed: newRuleFrom(start), start });
});

ruleRoutes.post(place, writes, async (req, res) => {
  const start = await startOf(req.body ?? {});
  const typed = typedRule(req.body ?? {});
  const isTry = req.body?.do === 'try';
  const read = readRule(isTry ? forTrying(req.body) : req.body, undefined);
  if (!read.ok) return showNew(res.status(422), { typed, start, fields: read.fields });
  if (isTry) return showNew(res, { typed, start, tried: await tried('', read.rule) });
  const rule_code = await addRule(userOf(req).actor, read.rule);
  res.flash('success', `已新建规则“${read.rule.label}”，马上生效`);
  res.redirect(303, start.filing_no ? `/review/${start.filing_no}` : `${place}/${rule_code}`);
});

ruleRoutes.get(at, requires('filing.read_all'), async (req, res) => {
  const now = must(await ruleNow(codeOf(req)), '规则');
  await show(req, res, now, {});
});

/** Saves, or only tries out, what was typed; who comes second is told what changed, with all that he typed. */
ruleRoutes.post(at, writes, async (req, res) => {
  const now = must(await ruleNow(codeOf(req)), '规则');
  const typed = typedRule(req.body ?? {});
  const isTry = req.body?.do === 'try';
  const read = readRule(isTry ? forTrying(req.body) : req.body, shippedRule(now.rule.code));
  if (!read.ok) return show(req, res.status(422), now, { typed, fields: read.fields });
  if (isTry) return show(req, res, now, { typed, tried: await tried(now.rule.code, read.rule) });
  const saved = await saveRule(userOf(req).actor, seenIn(req), read.rule);
  await answer(req, res, saved, '已保存，马上生效', typed);
});

ruleRoutes.post(`${at}/switch`, writes, async (req, res) => {
  must(await ruleNow(codeOf(req)), '规则');
  const is_off = req.body?.off === 'true';
  const saved = await switchRule(userOf(req).actor, seenIn(req), is_off);
  await answer(req, res, saved, is_off ? '已停用' : '已启用');
});

ruleRoutes.post(`${at}/removal`, writes, async (req, res) => {
  const { rule } = must(await ruleNow(codeOf(req)), '规则');
  const saved = await takeBackRule(userOf(req).actor, seenIn(req));
  await answer(req, res, saved, shippedRule(rule.code) ? '已恢复为自带的规则' : '已删除');
});

const codeOf = (req: Request) => String(req.params['rule_code']);

function seenIn(req: Request) {
  return { rule_code: codeOf(req), version: Number(req.body?.version ?? -1) };
}

type Typed = ReturnType<typeof typedRule>;

async function answer(req: Request, res: Response, saved: Saved, done: string, typed?: Typed) {
  const now = await ruleNow(codeOf(req));
  if (saved.saved) {
    res.flash('success', done);
    return res.redirect(303, now ? `${place}/${codeOf(req)}` : place);
  }
  const conflict = await changedSince(codeOf(req), seenIn(req).version);
  await show(req, res.status(409), must(now, '规则'), { conflict, ...(typed && { typed }) });
}

interface Told {
  typed?: Typed;
  fields?: FieldErrors;
  tried?: TryOut;
  conflict?: string[];
}

async function show(req: Request, res: Response, now: RuleNow, told: Told): Promise<void> {
  const {
    typed = ruleAsTyped(ownPart(now.rule)),
    fields = {},
    tried = null,
    conflict = null,
  } = told;
  res.page('reason-rules/rule', {
    title: now.rule.label,
    ...(await rulePage(now)),
    ...formParts(typed, await groups()),
    ...{ fields, tried, conflict, start: null, may_edit: userOf(req).may('filing.rules') },
  });
}

async function showNew(
  res: Response,
  told: Omit<Told, 'conflict'> & { typed: Typed; start: Awaited<ReturnType<typeof startOf>> },
): Promise<void> {
  const { typed, start, fields = {}, tried = null } = told;
  res.page('reason-rules/rule', {
    title: '新建规则',
    ...{ rule: null, shipped: [], history: [], conflict: null, may_edit: true },
    ...formParts(typed, await groups()),
    ...{ fields, tried, start },
  });
}

const groups = async () => [
  ...new Set(
    (await allRules()).map(({ rule }) => rule.group).filter((one) => !one.startsWith('代码')),
  ),
];

async function tried(rule_code: string, rule: OwnRule): Promise<TryOut> {
  const code = rule_code || 'new';
  const kept = keptOf(code, rule);
  const row = { rule_code: code, rule_json: kept && JSON.stringify(kept) };
  const after = bookWith(await db('reason_rules').orderBy('id'), row);
  return tryOut(await latestSentences(), { now: await ruleBook(), after }, code);
}
