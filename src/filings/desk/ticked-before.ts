import { z } from 'zod';
import { db } from '../../platform/db.ts';
import type { ReviewPage } from '../pages/review-page.ts';
import { filingNumbered, submittedVersions } from '../queries.ts';
import type { CheckLine } from './check-line.ts';
import { slotsFor } from './looks.ts';

const Ticked = z.array(z.string());

/**
 * The lines a reviewer ticked when this was submitted last, and of which the two versions prove that neither the
 * value nor a picture it is compared with has changed. What differs from a picture is always looked at anew.
 */
export async function tickedBefore(
  page: ReviewPage,
  lines: readonly CheckLine[],
): Promise<Set<string>> {
  const before = await ticksBefore(page);
  const proven = lines.filter(
    ({ path, tone, asked }) =>
      before.has(path) &&
      (tone === null || tone === 'ok') &&
      asked === null &&
      isAsItWas(page, path),
  );
  return new Set(proven.map(({ path }) => path));
}

/**
 * The ticks given at the version that `page.diff` compares with; none when that one was never decided on. An agent's
 * passing on makes a version with the same form: what an agent ticked is told to agents, what we ticked to us.
 */
async function ticksBefore({ filing_no, version, standing }: ReviewPage): Promise<Set<string>> {
  const row = await filingNumbered(db, filing_no);
  const [now, last] = row ? await submittedVersions(db, row.id, 2) : [];
  const is_agent = standing.status === 'agent_review';
  const seen = standing.status === 'provider_review' || is_agent;
  if (!row || !last || !now || !seen || now.version > version) return new Set();
  const review = await db('filing_reviews')
    .where({ filing_id: row.id, is_agent })
    .whereBetween('version', [last.version, now.version - 1])
    .orderBy('id', 'desc')
    .first('ticked_json');
  return new Set(Ticked.parse(JSON.parse(review?.ticked_json ?? '[]')));
}

function isAsItWas({ diff, read }: ReviewPage, path: string): boolean {
  const read_in = read.filter((one) => one.path === path).map(({ slot }) => slot);
  const places = [path, ...[...slotsFor(path), ...read_in].map((slot) => `materials.${slot}`)];
  // A website more or less: the numbers in the paths may mean other websites now.
  const is_moved = diff.some(
    ({ path: name, before, after }) =>
      /^services\.\d+\.name$/.test(name) && (before === '' || after === ''),
  );
  if (is_moved && path.startsWith('services.')) return false;
  return !places.some((place) => diff.some((one) => isWithin(one.path, place)));
}

const isWithin = (one: string, other: string) =>
  one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
