import { fromNow, now } from '../../platform/clock.ts';
import { type Db, db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { blindIndex, seal, unseal } from '../../platform/seal.ts';
import { type RuleBook, ruleForCode, rulesIn } from '../reasons/index.ts';
import { ruleBook } from './in-force.ts';
import type { SentenceRow } from './tables.ts';

/** What a bureau said: in words, or under one of its codes. */
export interface Said {
  bureau_code: string;
  text: string;
}

export interface Sentence extends Said {
  sentence_no: string;
  times: number;
  last_at: Date;
  filing_nos: string[];
}

const MOST_FILINGS = 5;
/** Ways to put it that a new rule is tried on, and that are looked through again when a rule changed. */
export const MOST_SENTENCES = 1000;
const KEPT_MS = 2 * 365 * 24 * 3600 * 1000;

/** The codes of the rules that know what was said; [] for none. */
export function codesFor({ bureau_code, text }: Said, book: RuleBook): string[] {
  if (bureau_code === '') return rulesIn(text, book).map(({ code }) => code);
  const rule = ruleForCode(bureau_code, text, book);
  return rule ? [rule.code] : [];
}

/** Counts what was said about a filing; the same words are one row. They come without the filing's own data. */
export async function noteSentence(
  trx: Db,
  said: Said,
  filing_no: string,
  book: RuleBook,
): Promise<void> {
  const { bureau_code } = said;
  const text = said.text.slice(0, 2000);
  const sentence_index = blindIndex(`${bureau_code}\n${text}`, 'reason_sentences.sentence');
  const sentence_no = publicNo('JZ');
  const is_known = codesFor({ bureau_code, text }, book).length > 0;
  const row = { last_at: now(), is_known };
  const first = { first_at: now(), times: 1, filing_nos: filing_no, dismissed_at: null };
  const sentence_sealed = seal(text, place(sentence_no));
  await trx('reason_sentences')
    .insert({ sentence_no, sentence_index, bureau_code, sentence_sealed, ...first, ...row })
    .onConflict('sentence_index')
    .merge({
      ...row,
      times: trx.raw('times + 1'),
      filing_nos: trx.raw(
        `if(find_in_set(?, filing_nos), filing_nos, substring_index(concat(?, ',', filing_nos), ',', ${MOST_FILINGS}))`,
        [filing_no, filing_no],
      ),
    });
}

const place = (sentence_no: string) => `reason_sentences.sentence_sealed:${sentence_no}`;

/** The latest ways to put it, the newest first. */
export async function latestSentences(from: Db = db): Promise<Sentence[]> {
  return (await from('reason_sentences').orderBy('last_at', 'desc').limit(MOST_SENTENCES)).map(
    opened,
  );
}

/** What no rule knows and nobody has put aside, the most often said first. */
export async function unknownSentences(from: Db = db): Promise<Sentence[]> {
  const rows = await from('reason_sentences')
    .where({ is_known: false, dismissed_at: null })
    .orderBy('last_at', 'desc')
    .limit(200);
  return rows.map(opened).sort((one, other) => other.times - one.times);
}

export async function sentenceNumbered(sentence_no: string): Promise<Sentence | undefined> {
  const row = await db('reason_sentences').where({ sentence_no }).first();
  return row && opened(row);
}

/** Of a sentence nobody needs a rule for: it is not listed any more. */
export async function dismissSentence(trx: Db, sentence_no: string): Promise<boolean> {
  return (
    (await trx('reason_sentences').where({ sentence_no }).update({ dismissed_at: now() })) === 1
  );
}

function opened(row: SentenceRow): Sentence {
  const { sentence_no, bureau_code, times, last_at } = row;
  const text = unseal(row.sentence_sealed, place(sentence_no));
  const filing_nos = row.filing_nos.split(',').filter((no) => no !== '');
  return { sentence_no, bureau_code, text, times, last_at, filing_nos };
}

/** Asks the rules in force once more which sentences they know; what is two years old is forgotten. */
export async function rematchSentences(): Promise<void> {
  const book = await ruleBook();
  await db('reason_sentences').where('last_at', '<', fromNow(-KEPT_MS)).limit(1000).delete();
  const found: Record<'known' | 'unknown', string[]> = { known: [], unknown: [] };
  for await (const sentence of unhurried(await latestSentences()))
    found[codesFor(sentence, book).length > 0 ? 'known' : 'unknown'].push(sentence.sentence_no);
  for (const [word, numbers] of Object.entries(found)) {
    const is_known = word === 'known';
    await db('reason_sentences')
      .whereIn('sentence_no', numbers)
      .whereNot({ is_known })
      .update({ is_known });
  }
}

/** Lets others have their turn after every fifty: reading sentences holds the processor. */
export async function* unhurried<T>(items: readonly T[]): AsyncGenerator<T> {
  for (const [at, item] of items.entries()) {
    if (at % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
    yield item;
  }
}

/** How many ways to put it no rule knows. */
export async function unknownCount(): Promise<number> {
  const [found] = await db('reason_sentences')
    .where({ is_known: false, dismissed_at: null })
    .count({ all: '*' });
  return Number(found?.all ?? 0);
}
