import { DAY, shownDay } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';

/** What is asked: refusals of these days, of one province or of all ('' ). */
export interface Period {
  from: Date;
  to: Date;
  province_code: string;
}

export interface Refusal {
  filing_id: number;
  round: number;
  rule_code: string;
  refused_at: Date;
  resubmitted_at: Date | null;
}

export interface ReasonStat {
  rule_code: string;
  filings: number;
  refusals: number;
  /** Not handed in again by now. */
  open: number;
  /** From the refusal to handing in again; null when none was. */
  median_days: number | null;
  days: number;
  /** Of all first refusals in the period, how many had this reason: 0 to 1. */
  first_share: number;
  months: Map<string, number>;
}

/** More refusals than this are not counted: the latest are. */
export const MOST_REFUSALS = 20_000;

/** The refusals of a period, the latest first, each with when its filing was handed in again; from rows and their indexes alone. */
export async function refusalsIn(db: Db, { from, to, province_code }: Period): Promise<Refusal[]> {
  return db('filing_refusals as r')
    .where('r.refused_at', '>=', from)
    .where('r.refused_at', '<', to)
    .modify((query) => {
      if (province_code) query.where('r.province_code', province_code);
    })
    .orderBy('r.refused_at', 'desc')
    .limit(MOST_REFUSALS)
    .select<Refusal[]>(
      'r.filing_id',
      'r.round',
      'r.rule_code',
      'r.refused_at',
      db.raw(
        `(select min(e.at) from filing_events e where e.filing_id = r.filing_id and e.at > r.refused_at
          and e.event in ('resubmitted', 'resent')) as resubmitted_at`,
      ),
    );
}

/** What each reason cost, the costliest first. */
export function statisticsOf(refusals: readonly Refusal[]): ReasonStat[] {
  const byCode = new Map<string, Refusal[]>();
  for (const refusal of refusals) {
    const known = byCode.get(refusal.rule_code);
    if (known) known.push(refusal);
    else byCode.set(refusal.rule_code, [refusal]);
  }
  const firsts = firstRefusals(refusals);
  return [...byCode]
    .map(([rule_code, all]) => statOf(rule_code, all, firsts))
    .sort((one, other) => other.days - one.days || other.refusals - one.refusals);
}

function statOf(rule_code: string, all: readonly Refusal[], firsts: number): ReasonStat {
  const waits = all.flatMap((one) => (one.resubmitted_at ? [daysOf(one, one.resubmitted_at)] : []));
  const months = new Map<string, number>();
  for (const { refused_at } of all) {
    const month = shownDay(refused_at).slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + 1);
  }
  return {
    rule_code,
    filings: new Set(all.map(({ filing_id }) => filing_id)).size,
    refusals: all.length,
    open: all.length - waits.length,
    median_days: waits.length > 0 ? medianOf(waits) : null,
    days: waits.reduce((sum, days) => sum + days, 0),
    first_share: firsts === 0 ? 0 : firstRefusals(all) / firsts,
    months,
  };
}

const firstRefusals = (all: readonly Refusal[]) =>
  new Set(all.filter(({ round }) => round <= 1).map(({ filing_id }) => filing_id)).size;

const daysOf = ({ refused_at }: Refusal, at: Date) => (at.getTime() - refused_at.getTime()) / DAY;

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2;
}

/** How often each rule spoke since `from`. */
export async function countsSince(db: Db, from: Date): Promise<Map<string, number>> {
  const rows = await db('filing_refusals')
    .where('refused_at', '>=', from)
    .groupBy('rule_code')
    .select<{ rule_code: string; times: number }[]>('rule_code', db.raw('count(*) as times'));
  return new Map(rows.map(({ rule_code, times }) => [rule_code, Number(times)]));
}
