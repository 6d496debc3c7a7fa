import { dataWords } from '../returns.ts';
import type { Account } from '../state.ts';
import type { World } from '../world.ts';
import type { Reported } from './reported.ts';

/** A code of table 3-5 against a record, with the words that go into Dmms. */
export interface Finding {
  code: number;
  words: string;
}

/** What a check may look at beside the record itself. */
export interface Bench {
  world: World;
  account: Account;
  /** What this provider has filed or on its way, kept up to date from record to record. */
  reported: Reported;
}

/** The official text, then the wrong datum, in the shape that live bureaus send; at most 255. */
export function finding(code: number, wrong = '', siteName = ''): Finding {
  const tail = wrong ? `错误数据：${wrong}` : '';
  const head = siteName ? `网站名称：${siteName}，` : '';
  return { code, words: `${dataWords(code)}${tail ? head + tail : ''}`.slice(0, 255) };
}

/** The finding when the claim does not hold. */
export const unless = (holds: boolean, code: number, wrong?: string, site?: string): Finding[] =>
  holds ? [] : [finding(code, wrong, site)];
