import { bookOf, type RuleBook } from '../reasons/index.ts';
import { rulesWith } from './own-rule.ts';
import { codesFor, type Sentence, unhurried } from './sentences.ts';

/** What a rule would have done with what bureaus said before, counted by how often it was said. */
export interface TryOut {
  answers: number;
  /** Known to any rule. */
  known: number;
  known_now: number;
  /** Known to this rule. */
  own: number;
  own_now: number;
  /** What this rule would know newly, and what it would know no more; the most often said first. */
  gained: Sentence[];
  lost: Sentence[];
}

const MOST_SHOWN = 10;

/** Counts what the rules `after` would have made of these sentences, against the rules `now`. */
export async function tryOut(
  sentences: readonly Sentence[],
  { now, after }: { now: RuleBook; after: RuleBook },
  rule_code: string,
): Promise<TryOut> {
  const counted = { answers: 0, known: 0, known_now: 0, own: 0, own_now: 0 };
  const gained: Sentence[] = [];
  const lost: Sentence[] = [];
  for await (const sentence of unhurried(sentences)) {
    const { times } = sentence;
    const [before, then] = [codesFor(sentence, now), codesFor(sentence, after)];
    const [was, is] = [before.includes(rule_code), then.includes(rule_code)];
    counted.answers += times;
    if (before.length > 0) counted.known_now += times;
    if (then.length > 0) counted.known += times;
    if (was) counted.own_now += times;
    if (is) counted.own += times;
    if (is && !was) gained.push(sentence);
    if (was && !is) lost.push(sentence);
  }
  return { ...counted, gained: mostSaid(gained), lost: mostSaid(lost) };
}

function mostSaid(sentences: Sentence[]): Sentence[] {
  return sentences.sort((one, other) => other.times - one.times).slice(0, MOST_SHOWN);
}

/** The rules as they would be with this one row in place of its own. */
export function bookWith(
  rows: Parameters<typeof rulesWith>[0],
  row: { rule_code: string; rule_json: string | null },
): RuleBook {
  const others = rows.filter(({ rule_code }) => rule_code !== row.rule_code);
  return bookOf(rulesWith([...others, { ...row, is_off: false }]));
}
