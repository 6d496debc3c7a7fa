import { db } from '../../platform/db.ts';
import { filingNumbered } from '../queries.ts';
import { ruleBook } from './in-force.ts';
import { proposePattern, proposePlaces } from './propose.ts';
import { unknownSaid } from './refusal-said.ts';
import { typedRule } from './rule-form.ts';
import { type Said, sentenceNumbered } from './sentences.ts';

/** What a new rule begins with: nothing, a sentence of the list, or what was said about a filing, to which one returns. */
export interface Start {
  said: Said | null;
  sentence_no: string;
  filing_no: string;
  /** Which of the unknown things said about the filing, from 0. */
  at: string;
}

/** Reads where one comes from; a sentence never stands in an address. */
export async function startOf(from: Readonly<Record<string, unknown>>): Promise<Start> {
  const word = (name: string) => (typeof from[name] === 'string' ? String(from[name]) : '');
  const [sentence_no, at] = [word('sentence'), word('at')];
  const filing_no = /^BA[0-9A-Z]{16}$/.test(word('filing')) ? word('filing') : '';
  if (filing_no) {
    const row = await filingNumbered(db, filing_no);
    const said = row ? unknownSaid(row, await ruleBook())[Number(at)] : undefined;
    return { said: said ?? null, sentence_no: '', filing_no, at };
  }
  const sentence = sentence_no ? await sentenceNumbered(sentence_no) : undefined;
  return {
    said: sentence ?? null,
    sentence_no: sentence?.sentence_no ?? '',
    filing_no: '',
    at: '',
  };
}

/** The form of a new rule with what can be proposed for the sentence. */
export function newRuleFrom({ said }: Start) {
  const usual = { who: 'customer', severity: 'reject', group: '其他' };
  if (!said) return typedRule(usual);
  return typedRule({
    ...usual,
    bureau_code: said.bureau_code,
    pattern: proposePattern(said.text),
    label: said.text.replaceAll('【×】', '').slice(0, 20),
    message: said.text.replaceAll('【×】', '').slice(0, 60),
    paths: proposePlaces(said.text).map((path) => path || '-'),
  });
}
