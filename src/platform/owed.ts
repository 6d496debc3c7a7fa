import type { Db } from './db.ts';

type OldestOf = (db: Db) => Promise<Date | null>;
const owing = new Map<string, OldestOf>();

/** A slice that keeps owed work as rows says since when the oldest of it has been due. */
export function defineOwedWork(name: string, oldest: OldestOf): void {
  owing.set(name, oldest);
}

/** Since when the oldest owed work of all slices has been due; null when nothing is owed. */
export async function oldestOwedWork(db: Db): Promise<Date | null> {
  const dates = await Promise.all([...owing.values()].map((oldest) => oldest(db)));
  return dates.filter((date) => date !== null).sort((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** The same, slice by slice, for the metrics. */
export async function owedWorkByName(db: Db): Promise<Record<string, Date | null>> {
  const entries = [...owing].map(async ([name, oldest]) => [name, await oldest(db)] as const);
  return Object.fromEntries(await Promise.all(entries));
}
