import type { z } from 'zod';
import { now } from '../../platform/clock.ts';
import type { Account } from '../bureaus/bureaus.ts';
import type { exchangeSetting } from '../bureaus/settings.ts';
import type { Hold } from '../holds.ts';
import type { Lease } from '../lease.ts';
import type { Codec } from '../profile/codec.ts';
import type { ProfileDocument } from '../profile/document.ts';
import type { BureauCalls } from '../soap/calls.ts';
import type { BureauRow } from '../tables.ts';

/** What one round did, for the command line and the page. */
export interface ExchangeReport {
  bureau: string;
  /** Another worker is at it. */
  busy: boolean;
  uploaded: { sequence: number; records: number; msg_code: number }[];
  resent: number[];
  downloaded: { file_name: string; kinds: string }[];
  /** Results written for filings. */
  results: number;
  /** Why nothing (more) goes up. */
  held: Hold | null;
  /** Why the round ended early. */
  error: string | null;
}

/** All that a round carries along. `bureau` is the row as it stood when the round began. */
export interface Round {
  bureau: BureauRow;
  account: Account;
  /** How this bureau's interface is spoken. */
  profile: ProfileDocument;
  codec: Codec;
  calls: BureauCalls;
  lease: Lease;
  settings: z.output<typeof exchangeSetting.schema>;
  report: ExchangeReport;
}

export function emptyReport(bureau: string): ExchangeReport {
  const lists = { uploaded: [], resent: [], downloaded: [] };
  return { bureau, busy: false, ...lists, results: 0, held: null, error: null };
}

/** Something moved: the bureau is asked often for a while. */
export const traffic = () => ({ last_traffic_at: now() });
