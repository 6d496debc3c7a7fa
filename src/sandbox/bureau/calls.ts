import type { World } from './world.ts';

/** One call that reached the wire, whatever came of it. Nothing secret is kept. */
export interface LoggedCall {
  n: number;
  at: string;
  sandbox_at: string;
  method: string;
  isp_id: string;
  from: string;
  data_sequence?: string | undefined;
  msg_code?: number | undefined;
  note: string;
  fault: string;
  ms: number;
  bytes: number;
  /** False when the caller never got the whole answer. */
  answered: boolean;
}

const FILE = 'calls.jsonl';
const KEPT = 5000;

export interface CallLog {
  add(call: Omit<LoggedCall, 'n' | 'at' | 'sandbox_at'>): void;
  recent(): LoggedCall[];
  /** method → msg_code (`none` without one), and each fault → how often, since the first call. */
  counts(): Record<string, Record<string, number>>;
}

/** The log of calls, kept in DIR and in memory. */
export function openCallLog(world: World): CallLog {
  // Safe: the file is written by `add` alone.
  const all = world.store.rows(FILE) as LoggedCall[];
  const counts: Record<string, Record<string, number>> = {};
  for (const call of all) count(counts, call);
  let total = all.length;
  let recent = all.slice(-KEPT);
  return {
    add(call) {
      const at = new Date().toISOString();
      const sandbox_at = new Date(world.now()).toISOString();
      total += 1;
      const row: LoggedCall = { n: total, at, sandbox_at, ...call };
      world.store.append(FILE, row);
      count(counts, row);
      recent.push(row);
      if (recent.length > 2 * KEPT) recent = recent.slice(-KEPT);
    },
    recent: () => recent,
    counts: () => counts,
  };
}

function count(counts: Record<string, Record<string, number>>, call: LoggedCall): void {
  counts[call.method] ??= {};
  const row = counts[call.method]!;
  const keys = [String(call.msg_code ?? 'none'), ...call.fault.split('+').filter(Boolean)];
  for (const key of keys) row[key] = (row[key] ?? 0) + 1;
}
