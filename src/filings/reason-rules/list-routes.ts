import { type Request, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { inTransaction } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { linkTo } from '../../platform/links.ts';
import { timeShown } from '../../platform/present.ts';
import { allRules, COUNTED_DAYS, type ListedRule, rulesAsked, STATES } from './list-rules.ts';
import { placeInWords } from './places.ts';
import { dismissSentence, type Sentence, unknownSentences } from './sentences.ts';
import { tabsFor } from './tabs.ts';

/** The rules, and what none of them knows. */
export const ruleListRoutes = Router();
const reads = requires('filing.read_all');
const place = '/reason-rules';
const PAGE = 50;

ruleListRoutes.get(place, reads, async (req, res) => {
  const word = (name: string) =>
    String(req.query[name] ?? '')
      .trim()
      .slice(0, 60);
  const asked = { q: word('q'), group: word('group'), state: word('state') };
  const all = await allRules();
  const found = rulesAsked(all, asked);
  const page = Math.max(0, Math.min(Number(word('page')) || 0, Math.floor(found.length / PAGE)));
  const at = (to: number) => linkTo(place, { ...asked, page: to > 0 ? String(to) : '' });
  res.page('reason-rules/list', {
    title: '退回规则',
    ...{ asked, days: COUNTED_DAYS, may_edit: mayEdit(req) },
    tabs: await tabsFor('rules'),
    rules: found.slice(page * PAGE, (page + 1) * PAGE).map(listed),
    states: Object.entries(STATES).map(([value, label]) => ({ value, label })),
    groups: [...new Set(all.map(({ rule }) => rule.group))],
    pager: {
      previous_href: page > 0 ? at(page - 1) : null,
      next_href: (page + 1) * PAGE < found.length ? at(page + 1) : null,
      summary: `共 ${found.length} 条`,
    },
  });
});

ruleListRoutes.get(`${place}/sentences`, reads, async (req, res) => {
  res.page('reason-rules/sentences', {
    title: '没有规则认识的句子',
    may_edit: mayEdit(req),
    tabs: await tabsFor('sentences'),
    sentences: (await unknownSentences()).map(shownSentence),
  });
});

/** Nobody needs a rule for it: it is not listed again. */
ruleListRoutes.post(
  `${place}/sentences/:sentence_no/dismissal`,
  requires('filing.rules'),
  async (req, res) => {
    const sentence_no = String(req.params['sentence_no']);
    await inTransaction(async (trx) => {
      must((await dismissSentence(trx, sentence_no)) || undefined, '句子');
      const subject = `reason_sentence:${sentence_no}`;
      await record(trx, userOf(req).actor, 'reason_rule.sentence_dismissed', subject);
    });
    res.flash('success', '已忽略，不再列出');
    res.redirect(303, `${place}/sentences`);
  },
);

const mayEdit = (req: Request) => userOf(req).may('filing.rules');

function listed({ rule, state, times }: ListedRule) {
  const places = [...new Set(rule.paths.map(placeInWords))];
  return {
    href: `${place}/${rule.code}`,
    label: rule.label,
    said: rule.pattern || `代码 ${rule.bureau_code}`,
    code: rule.bureau_code,
    group: rule.group,
    places: places.length > 2 ? `${places.slice(0, 2).join('、')}等` : places.join('、'),
    who: rule.who === 'customer' ? '客户' : '我们',
    state: { text: STATES[state], tone: TONES[state] },
    is_reminder: rule.severity === 'warn',
    times,
  };
}

const TONES = { shipped: 'idle', changed: 'info', own: 'ok', off: 'warn' } as const;

/** A sentence with when and how often it was said. */
export function shownSentence({
  sentence_no,
  bureau_code,
  text,
  times,
  last_at,
  filing_nos,
}: Sentence) {
  return {
    ...{ sentence_no, text, times, filing_no: filing_nos[0] ?? '' },
    code: bureau_code,
    last: timeShown(last_at),
  };
}
