import type { Knex } from 'knex';
import { z } from 'zod';
import { now } from './clock.ts';
import { type Db, db } from './db.ts';
import { UserError } from './errors.ts';
import { seal, unseal } from './seal.ts';

export interface Setting<S extends z.ZodType = z.ZodType> {
  key: string;
  title: string;
  schema: S;
  /** Sealed in the table, and never printed. */
  secret: boolean;
}

const known = new Map<string, Setting>();

/** Names a run-time setting. `schema.parse(undefined)` must give its default. */
export function defineSetting<S extends z.ZodType>(setting: Setting<S>): Setting<S> {
  known.set(setting.key, setting);
  return setting;
}

/** Every setting the program knows, by key. */
export function allSettings(): Setting[] {
  return [...known.values()].sort((a, b) => a.key.localeCompare(b.key));
}

export function settingNamed(key: string): Setting {
  const setting = known.get(key);
  if (!setting) throw new UserError('not_found', `没有名为 ${key} 的设置`);
  return setting;
}

/** All rows, kept for a second: a change made by another process is seen that soon. */
let kept: { at: number; rows: Map<string, string> } | undefined;
let fetching: Promise<Map<string, string>> | undefined;
const FRESH_MS = 1000;
const USABLE_MS = 10_000;

/**
 * A setting is often read inside a transaction, which already holds a connection. So one reader fetches for
 * all, and those who find rows a few seconds old go on with them: a rush never waits for a second connection.
 */
async function rows(): Promise<Map<string, string>> {
  const age = kept ? Date.now() - kept.at : Number.POSITIVE_INFINITY;
  if (kept && age < FRESH_MS) return kept.rows;
  fetching ??= fetchRows().finally(() => {
    fetching = undefined;
  });
  if (!kept || age > USABLE_MS) return fetching;
  fetching.catch(() => undefined); // whoever comes after USABLE_MS hears of it
  return kept.rows;
}

async function fetchRows(): Promise<Map<string, string>> {
  const list = await db('settings').select('name', 'value_json');
  const found = new Map(list.map((row) => [row.name, row.value_json]));
  kept = { at: Date.now(), rows: found };
  return found;
}

/** The setting's value, or its default. */
export async function readSetting<S extends z.ZodType>(setting: Setting<S>): Promise<z.output<S>> {
  const stored = (await rows()).get(setting.key);
  if (stored === undefined) return setting.schema.parse(undefined);
  return setting.schema.parse(JSON.parse(setting.secret ? unseal(stored, place(setting)) : stored));
}

/** Checks and stores a value; an invalid one is a UserError that names the fields. */
export async function writeSetting(trx: Db, setting: Setting, value: unknown): Promise<void> {
  const parsed = setting.schema.safeParse(value);
  if (!parsed.success) {
    throw new UserError(
      'invalid',
      `设置 ${setting.key} 的值不正确：${z.prettifyError(parsed.error)}`,
    );
  }
  const json = JSON.stringify(parsed.data);
  const row = { value_json: setting.secret ? seal(json, place(setting)) : json, updated_at: now() };
  await trx('settings')
    .insert({ name: setting.key, ...row })
    .onConflict('name')
    .merge(row);
  kept = undefined;
  // Who reads before the commit keeps the old value: it is forgotten once more when that is through.
  if (isTransaction(trx)) trx.executionPromise.then(forgetSettings, forgetSettings);
}

function isTransaction(trx: Db): trx is Knex.Transaction {
  return 'executionPromise' in trx;
}

/** Forgets what is kept, so that the next reader asks the database. */
export function forgetSettings(): void {
  kept = undefined;
}

function place(setting: Setting): string {
  return `settings.value_json:${setting.key}`;
}

declare module 'knex/types/tables.js' {
  interface Tables {
    settings: { name: string; value_json: string; updated_at: Date };
  }
}
