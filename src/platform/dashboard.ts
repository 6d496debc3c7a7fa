import type { Request } from 'express';
import type { Db } from './db.ts';

/** A permission of accounts, which platform knows by the request's user only. */
type Permission = Parameters<NonNullable<Request['user']>['may']>[0];

export interface Stat {
  label: string;
  value: string;
  unit?: string;
  /** The filtered list behind the number. */
  href: string;
  compare?: string;
  tone?: 'ok' | 'warn' | 'bad';
  note?: string;
}

interface StatSource {
  /** Who may see it. */
  needs: Permission;
  read(db: Db): Promise<Stat[]>;
}

const sources: StatSource[] = [];

/** Puts numbers of a slice on the console's first page. */
export function defineStats(source: StatSource): void {
  sources.push(source);
}

/** All numbers that `may` lets a person see, in the order the slices were loaded. */
export async function readStats(db: Db, may: (permission: Permission) => boolean): Promise<Stat[]> {
  const lists = await Promise.all(
    sources.filter(({ needs }) => may(needs)).map(({ read }) => read(db)),
  );
  return lists.flat();
}
