import type { Gateway, Order } from '../state.ts';

/** A request that tells the shop something. */
export interface Notice {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
}

/** What a notice tells, and in which ways it is false. */
export interface Telling {
  /** `waiting`: not paid yet. `closed`: will not be. */
  event: 'success' | 'waiting' | 'closed';
  cents?: number;
  currency?: string;
  trade_no?: string;
  out_trade_no?: string;
  is_other_merchant?: boolean;
  is_forged?: boolean;
  has_extra_field?: boolean;
  /** When it claims to have been sent, milliseconds. */
  at?: number;
}

/** How one protocol tells the shop, and how it hears that it was understood. */
export interface Protocol {
  /** Waits between repetitions, milliseconds. */
  waits: number[];
  /** What it has no field for cannot be told wrongly. */
  has_currency: boolean;
  has_merchant: boolean;
  notice(gateway: Gateway, order: Order, telling: Telling): Notice;
  isTaken(status: number, answer: string): boolean;
  /** Where the buyer goes afterwards, signed where the protocol signs it; '' when nowhere. */
  back(gateway: Gateway, order: Order): string;
}

const S = 1000;
const M = 60 * S;
const H = 60 * M;
export const DURATIONS = { S, M, H };

export const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' };
export const JSON_TYPE = { 'content-type': 'application/json' };

/** An address with more fields in its query. */
export function withFields(address: string, fields: Record<string, string>): string {
  const url = new URL(address);
  for (const [name, value] of Object.entries(fields)) url.searchParams.set(name, value);
  return url.href;
}

/** `2026-11-22 16:30:05` in Beijing, or '' for never. */
export const moment = (at: number): string =>
  at ? new Date(at + 8 * 36e5).toISOString().slice(0, 19).replace('T', ' ') : '';

/** `2026-11-22T16:30:05+08:00`. */
export const rfc3339 = (at: number): string => `${moment(at).replace(' ', 'T')}+08:00`;

/** Whether an address can be called at all. */
export const isWeb = (url: string): boolean => URL.canParse(url) && /^https?:/.test(url);
