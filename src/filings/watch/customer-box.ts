import { type Request, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { type Db, db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { timeShown } from '../../platform/present.ts';
import { read, readOr } from '../../platform/web.ts';
import { filingFor } from '../queries.ts';
import type { FilingRow } from '../tables.ts';
import { type CheckName, CODES } from './codes.ts';
import { dayOf } from './days.ts';
import { standingOf } from './list.ts';
import { isMuted } from './note-look.ts';
import { ExpiryForm, enterExpiry } from './operate.ts';
import { policeOf, savePolice } from './police.ts';
import { PoliceNumber } from './police-number.ts';
import { levelBadge, shownDomain } from './present.ts';
import type { WatchedRow } from './tables.ts';

/** What a customer is shown of the watch over his sites, and what he tells: the police number, the domain's end. */
export const watchCustomerRoutes = Router();
const files = requires('filing.file');

/** What is found by these may end in a request of another kind. */
const CHANGES: readonly CheckName[] = ['filed', 'dns'];

/** The calm box on the page of an approved filing; null while nothing of it is watched. */
export async function watchBox(db: Db, { filing_no }: Pick<FilingRow, 'filing_no'>) {
  const rows = await watchedOf(db, filing_no);
  if (rows.length === 0) return null;
  const findings = await standingOf(
    db,
    rows.map(({ id }) => id),
  );
  const domains = rows.map((row) => ({
    watch_no: row.watch_no,
    domain: shownDomain(row.domain),
    domain_until: dayOf(row.domain_until) ?? '',
    checked: row.checked_at && timeShown(row.checked_at, true),
    findings: findings
      .filter((one) => one.watched_id === row.id && !isMuted(one) && CODES[one.code].customer)
      .map((one) => ({
        title: CODES[one.code].title,
        todo: CODES[one.code].customer,
        badge: levelBadge(one.level),
        is_change: CHANGES.includes(one.check_name),
      })),
  }));
  return { filing_no, domains, sites: await sitesOf(db, rows) };
}

/** Police numbers are a site's: one line for each service. */
async function sitesOf(db: Db, rows: WatchedRow[]) {
  const services = [...new Map(rows.map((row) => [row.service_no, row])).values()];
  return Promise.all(
    services.map(async ({ watch_no, service_no, icp_number }) => {
      const police = await policeOf(db, service_no);
      return {
        ...{ watch_no, icp_number },
        police_number: police?.police_number ?? '',
        not_needed: Boolean(police?.not_needed_at),
      };
    }),
  );
}

function watchedOf(db: Db, filing_no: string): Promise<WatchedRow[]> {
  return db('watched_domains').where({ filing_no, ended_at: null }).orderBy('id').limit(100);
}

const at = '/filings/:filing_no/watch/:watch_no';
const Told = z.object({
  value: z.string().max(60).default(''),
  not_needed: z.literal('true').optional(),
});

watchCustomerRoutes.post(`${at}/police`, files, async (req, res) => {
  const { watched, back } = await ownWatched(userOf(req).id, req.params);
  const { value, not_needed } = read(Told, { ...req.body, value: valueIn(req, 'police_number') });
  const number = readOr(z.object({ value: PoliceNumber }), { value });
  const { id, actor } = userOf(req);
  if (!not_needed && !number.ok) {
    res.flash('error', `公安备案号没有保存：${number.fields['value'] ?? '格式不对'}`);
    return res.redirect(303, back);
  }
  const kept = not_needed || !number.ok ? null : number.data.value;
  await savePolice(watched.service_no, kept, { ...actor, id });
  res.flash('success', kept ? '公安备案号已保存' : '已记下：不需要公安备案');
  res.redirect(303, back);
});

watchCustomerRoutes.post(`${at}/expiry`, files, async (req, res) => {
  const { watched, back } = await ownWatched(userOf(req).id, req.params);
  const form = readOr(ExpiryForm, { domain_until: valueIn(req, 'domain_until') });
  if (form.ok) await enterExpiry(watched, form.data.domain_until || null, userOf(req).actor);
  res.flash(form.ok ? 'success' : 'error', form.ok ? '域名到期日已保存' : '请填写正确的日期');
  res.redirect(303, back);
});

/** Fields carry the number of their domain: there are several forms of a kind on the page. */
function valueIn(req: Request, name: string): unknown {
  return req.body?.[`${name}_${String(req.params['watch_no'])}`];
}

/** The domain of the customer's own filing; another's is not found. */
async function ownWatched(customer_id: number, params: Record<string, unknown>) {
  const filing = must(await filingFor(db, customer_id, String(params['filing_no'])), '备案');
  const { filing_no } = filing;
  const watch_no = String(params['watch_no']);
  const row = await db('watched_domains').where({ watch_no, filing_no, ended_at: null }).first();
  return { watched: must(row, '域名'), back: `/filings/${filing_no}#watch` };
}
