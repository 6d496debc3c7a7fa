import { openForm } from '../drafts/draft.ts';
import { type Mark, marksOf } from '../marks.ts';
import {
  clausesOf,
  type RuleBook,
  ruleForCode,
  rulesIn,
  saysSomething,
  UNKNOWN_WORDS,
} from '../reasons/index.ts';
import type { FilingRow } from '../tables.ts';
import { withoutOwnData } from './anonymous.ts';
import type { Said } from './sentences.ts';

/** Something said about a filing that no rule knew when it came. */
export interface UnknownSaid extends Said {
  /** As the bureau wrote it. */
  original: string;
  /** The rule that knows it by now. */
  rule: { code: string; label: string } | null;
}

/** What was said about a refused filing that no rule knew, each clause by itself, in the order of its marks. */
export function unknownSaid(row: FilingRow, book: RuleBook): UnknownSaid[] {
  const form = openForm(row);
  return marksOf(row)
    .flatMap((mark) => saidBy(mark, book))
    .map(({ bureau_code, text: original }) => {
      const text = withoutOwnData(original, form);
      const rule = bureau_code ? ruleForCode(bureau_code, text, book) : rulesIn(text, book)[0];
      return {
        bureau_code,
        text,
        original,
        rule: rule ? { code: rule.code, label: rule.label } : null,
      };
    });
}

function saidBy({ code, message, official }: Mark, book: RuleBook): Said[] {
  if (code === UNKNOWN_WORDS)
    return clausesOf(message)
      .filter(saysSomething)
      .map((text) => ({ bureau_code: '', text }));
  const isUnknown = /^\d{1,6}$/.test(code) && !book.byCode.has(code);
  return isUnknown ? [{ bureau_code: code, text: official ?? '' }] : [];
}
