import { fromNow, now, SECOND } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { log } from '../../platform/log.ts';
import { readSetting } from '../../platform/settings.ts';
import { accountOf, bureauById, bureauNamed } from '../bureaus/bureaus.ts';
import { hoursOf, nextOpening } from '../bureaus/hours.ts';
import { exchangeSetting } from '../bureaus/settings.ts';
import { isOutOfCalls, type OutOfCalls } from '../call-limit.ts';
import { currentHold } from '../holds.ts';
import { isLeaseLost, type Lease, takeLease, updateFenced } from '../lease.ts';
import { nextTurn } from '../polling.ts';
import { codecOf } from '../profile/codec.ts';
import { profileOf } from '../profile/profiles.ts';
import { callsTo, isNoAnswer } from '../soap/calls.ts';
import type { BureauRow } from '../tables.ts';
import { type ExchangeReport, emptyReport, type Round } from './context.ts';
import { applyStored, exchangeDownloads } from './downloads.ts';
import { noteHealthy, noteNoAnswer } from './standstill.ts';
import { exchangeUploads } from './uploads.ts';

/** One round of upload and download with one bureau. Never two at once: `busy` when another worker is at it. */
export async function exchangeRound(bureau_id: number): Promise<ExchangeReport> {
  const bureau = await bureauById(db, bureau_id);
  const report = emptyReport(bureau.name);
  const opening = nextOpening(hoursOf(bureau), now());
  if (bureau.paused_at || opening) {
    if (opening) await db('bureaus').where({ id: bureau_id }).update({ next_poll_at: opening });
    return { ...report, held: currentHold(bureau) ?? null };
  }
  const done = await withRound(bureau, report, async (round) => {
    await run(round);
    await finish(round);
    return true;
  });
  return done ? report : { ...report, busy: true };
}

/** Takes the bureau's lease and runs `work` under it; undefined: another worker has it, or has taken it over. */
export async function withRound<T>(
  { id, name }: BureauRow,
  report: ExchangeReport,
  work: (round: Round) => Promise<T>,
): Promise<T | undefined> {
  const settings = await readSetting(exchangeSetting);
  const lease = await takeLease(id, settings.lease_seconds);
  if (!lease) return undefined;
  try {
    const bureau = await begin(lease, settings.lease_seconds);
    const account = accountOf(bureau);
    const profile = await profileOf(db, bureau);
    const calls = callsTo({ bureau, account, profile, pace: settings });
    const codec = codecOf(profile);
    return await work({ bureau, account, profile, codec, calls, lease, settings, report });
  } catch (error) {
    if (!isLeaseLost(error)) throw error;
    log.warn('exchange round ended: lease lost', { bureau: name });
    return undefined;
  } finally {
    await lease.release();
  }
}

/** A round that dies is followed by another as soon as its lease has run out. */
async function begin(lease: Lease, seconds: number): Promise<BureauRow> {
  await updateFenced(db, lease, { wake_at: null, next_poll_at: fromNow(seconds * SECOND) });
  return bureauById(db, lease.bureau_id);
}

/** A file that the bureau chokes on must not keep results from coming: downloads are tried all the same. */
async function run(round: Round): Promise<void> {
  const first = await unanswered(exchangeUploads(round));
  await applyStored(round);
  const { paused_at } = await bureauById(db, round.bureau.id);
  const isOver = paused_at !== null || isOutOfCalls(first);
  const second = isOver ? undefined : await unanswered(exchangeDownloads(round));
  const waits = [first, second].find(isOutOfCalls);
  if (waits) return waitForCalls(round, waits);
  const failed = first ?? second;
  if (failed) await noteNoAnswer(round, failed.message);
  else await noteHealthy(round);
}

/** Why the bureau could not be asked; undefined: it answered. */
async function unanswered(part: Promise<void>): Promise<Error | undefined> {
  try {
    await part;
    return undefined;
  } catch (error) {
    if (isNoAnswer(error) || isOutOfCalls(error)) return error;
    throw error;
  }
}

/** As often as it may be called it was called: the rest of the work waits, and nothing is wrong. */
async function waitForCalls({ lease, report }: Round, { message, until }: OutOfCalls) {
  report.error = message;
  await updateFenced(db, lease, { next_poll_at: until });
}

async function finish({ bureau, lease, report }: Round): Promise<void> {
  const row = await bureauById(db, bureau.id);
  const queued = await db('bureau_records')
    .where({ bureau_id: bureau.id, status: 'queued' })
    .first('id');
  const isMoreWaiting = queued !== undefined && !report.held && !report.error;
  const wished = await nextTurn(row, isMoreWaiting);
  // A bureau that asked for patience with downloads (902) has set its own time already.
  const next_poll_at =
    report.error && row.next_poll_at > wished && !row.breaker_until ? row.next_poll_at : wished;
  await updateFenced(db, lease, { next_poll_at });
}

const PATIENCE = 60 * SECOND;

/**
 * One round now, for a person or the command line: waits for a round that is running, does not wait for a breaker
 * or for a hold that ends by itself. Throws a UserError when there is no such bureau, or it is paused.
 */
export async function exchange(name: string): Promise<ExchangeReport> {
  const bureau = must(await bureauNamed(db, name), '管局');
  if (bureau.paused_at) {
    throw new UserError('conflict', `管局 ${name} 已暂停：${bureau.pause_reason ?? ''}。请先恢复`);
  }
  const OUTSIDE_HOURS = 20;
  if (bureau.held_code !== OUTSIDE_HOURS) {
    await db('bureaus').where({ id: bureau.id }).update({ held_until: null });
  }
  const until = Date.now() + PATIENCE;
  for (;;) {
    const report = await exchangeRound(bureau.id);
    if (!report.busy || Date.now() > until) return report;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
}
