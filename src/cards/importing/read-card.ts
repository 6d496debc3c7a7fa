import { centsOf } from '../../platform/money.ts';
import { digestOf, wholeCard } from '../secrets.ts';
import { NEVER_LAPSES } from '../tables.ts';
import type { Field, ImportPlan } from '../tasks/plans.ts';

/** Why a line is no card that can be sold, and what is said of it. */
export const FAULTS = {
  no_secret: '没有卡密',
  too_long: '卡密超过 2000 字',
  no_number: '没有卡号',
  number_long: '卡号超过 100 字',
  strange: '含有看不见的控制字符',
  sell_by: '销售截止日写得不对，应如 2027-01-31',
  lapsed: '销售截止日已过',
  cost: '进价写得不对，应如 9.90',
  twice: '与文件中前面的卡重复',
  in_stock: '库里已有这张卡',
} as const;
export type Fault = keyof typeof FAULTS;

export interface ReadCard {
  number: string;
  whole: string;
  digest: Buffer;
  /** 'YYYY-MM-DD'. */
  sell_by: string;
  cost_cents: number | null;
}
export type Read = { ok: true; card: ReadCard } | { ok: false; fault: Fault };

const MOST_CHARS = 2000;
const MOST_NUMBER_CHARS = 100;
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it looks for; tabs and line breaks are text.
const STRANGE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufeff\ufffd]/;

/** Reads the cells of lines by their columns; `today` in China decides what has lapsed. */
export function cardReader(plan: ImportPlan, today: string): (cells: readonly string[]) => Read {
  const at = (field: Field) => plan.columns.indexOf(field);
  const [secretAt, numberAt, dayAt, costAt] = [
    at('secret'),
    at('number'),
    at('sell_by'),
    at('cost'),
  ];
  const cell = (cells: readonly string[], n: number) => (n < 0 ? '' : (cells[n] ?? '').trim());
  return (cells) => {
    const secret = cell(cells, secretAt);
    const number = cell(cells, numberAt);
    const day = cell(cells, dayAt);
    const cost = cell(cells, costAt);
    const sell_by = day === '' ? (plan.sell_by ?? NEVER_LAPSES) : dayIn(day);
    const cost_cents = cost === '' ? plan.cost_cents : costIn(cost);
    const fault =
      textFault(secret, number, numberAt >= 0) ??
      (sell_by === undefined ? 'sell_by' : sell_by < today ? 'lapsed' : undefined) ??
      (cost_cents === undefined ? 'cost' : undefined);
    if (fault || sell_by === undefined || cost_cents === undefined)
      return { ok: false, fault: fault ?? 'no_secret' };
    const whole = wholeCard(secret, number);
    return { ok: true, card: { number, whole, digest: digestOf(whole), sell_by, cost_cents } };
  };
}

/** What one card may cost; far beyond any, and within its column. */
const MOST_CENTS = 100_000_000;

function costIn(text: string): number | undefined {
  const cents = centsOf(text.replace(/^[¥￥]/, '').replaceAll(',', ''));
  return cents !== undefined && cents <= MOST_CENTS ? cents : undefined;
}

function textFault(secret: string, number: string, wantsNumber: boolean): Fault | undefined {
  if (secret === '') return 'no_secret';
  if (secret.length > MOST_CHARS) return 'too_long';
  if (wantsNumber && number === '') return 'no_number';
  if (number.length > MOST_NUMBER_CHARS) return 'number_long';
  return STRANGE.test(secret) || STRANGE.test(number) ? 'strange' : undefined;
}

/** '2027/1/31', '20270131', '2027年1月31日' or with a time behind it -> '2027-01-31'; undefined for what is no day. */
export function dayIn(text: string): string | undefined {
  const parts =
    /^(\d{4})(\d{2})(\d{2})$/.exec(text) ??
    /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?$/.exec(
      text,
    );
  if (!parts) return undefined;
  const [, year = '', month = '', day = ''] = parts;
  const said = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${said}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(said) ? said : undefined;
}
