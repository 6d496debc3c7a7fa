import { filedState } from '../../bureau/index.ts';
import { fromNow, HOUR, MINUTE, now, shownDay } from '../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../platform/db.ts';
import { readSetting } from '../../platform/settings.ts';
import { openForm } from '../drafts/draft.ts';
import { filingNumbered } from '../queries.ts';
import { type CheckName, checkNames, type Look } from './codes.ts';
import { dayOf } from './days.ts';
import { dnsFacts, filedFacts, sitePage, today } from './gather.ts';
import { judgeDns, judgeExpiring, judgeFiled, judgePolice, judgeSite } from './judge.ts';
import type { Resolved } from './look-up.ts';
import { clearAll, levelNow, noteLook } from './note-look.ts';
import { policeOf } from './police.ts';
import { type WatchSetting, watchSetting } from './settings.ts';
import type { WatchedRow } from './tables.ts';
import { tellFindings } from './tell-watch.ts';

/** All that one visit to a domain found, and what it learned besides. */
interface Visit {
  looks: Record<CheckName, Look>;
  learned: Partial<WatchedRow>;
  /** It was cancelled on request: nothing is left to watch. */
  ends: boolean;
}

/** After a doubt one looks again sooner. */
const SOON = 30 * MINUTE;

/**
 * Looks at one domain by every check, and writes all of it in one transaction. `claimed`: what the row's next look was
 * set to meanwhile; whoever has asked for another look since then gets it.
 */
export async function takeLook(row: WatchedRow, claimed: Date): Promise<void> {
  const setting = await readSetting(watchSetting);
  const visit = await visitTo(row, setting);
  await inTransaction(async (trx, after) => {
    const watched = await trx('watched_domains').where({ id: row.id }).forUpdate().first();
    if (!watched || watched.ended_at) return;
    if (visit.ends) return end(trx, watched, visit);
    await trx('watched_domains').where({ id: row.id }).update(visit.learned);
    const told = { ...watched, ...visit.learned };
    for (const name of checkNames)
      await tellFindings(trx, after, told, await noteLook(trx, row, name, visit.looks[name]));
    await trx('watched_domains')
      .where({ id: row.id })
      .update({
        ...{ level: await levelNow(trx, row.id), checked_at: now() },
        ...(isAskedAgain(watched, claimed)
          ? {}
          : { next_check_at: await nextLook(trx, row.id, setting.every_hours * HOUR) }),
      });
  });
}

async function end(trx: Db, { id }: WatchedRow, { learned }: Visit): Promise<void> {
  await clearAll(trx, id);
  const ended = { ended_at: now(), next_check_at: null, checked_at: now(), level: 0 };
  await trx('watched_domains')
    .where({ id })
    .update({ ...learned, ...ended });
}

function isAskedAgain({ next_check_at }: WatchedRow, claimed: Date): boolean {
  return next_check_at !== null && next_check_at < claimed;
}

/** A tenth earlier or later, so that what came in together does not stay together. */
async function nextLook(trx: Db, watched_id: number, pace: number): Promise<Date> {
  const doubt = await trx('watch_findings')
    .where({ watched_id, confirmed_at: null })
    .whereNotNull('open_key')
    .first('id');
  return fromNow((doubt ? Math.min(SOON, pace) : pace) * (0.9 + Math.random() * 0.2));
}

async function visitTo(row: WatchedRow, setting: WatchSetting): Promise<Visit> {
  const state = await filedState(db, row.domain);
  const facts = await filedFacts(db, row, state, setting.status_days);
  const learned = await learnedOf(row, state);
  const whole = { ...row, ...learned };
  const { facts: dns, resolved } = await dnsFacts(row, state, setting);
  const police = await policeOf(db, whole.service_no);
  const isMain = await isMainOf(whole);
  const page =
    isMain && setting.reads_sites && resolved.outcome === 'found'
      ? await sitePage(row.domain, setting)
      : undefined;
  const number = { icp_number: facts.icp_number, police_number: police?.police_number ?? null };
  const approved_on = whole.approved_at && shownDay(whole.approved_at);
  const is_done = Boolean(police?.police_number || police?.not_needed_at);
  const site = { url: page?.url ?? '', status: page?.status ?? 0 };
  return {
    looks: {
      filed: judgeFiled(facts),
      dns: judgeDns(dns),
      site: isMain ? judgeSite({ ...site, page: page?.text, ...number }) : [],
      expiring: isMain ? judgeExpiring(datesOf(whole), today()) : [],
      police:
        isMain && setting.reminds_police ? judgePolice({ approved_on, is_done }, today()) : [],
    },
    learned: { ...learned, look_json: JSON.stringify({ dns: shortened(resolved), site }) },
    ends: state.ended_by_us,
  };
}

const MOST_KEPT = 50;

/** Whoever runs a name may answer with thousands of addresses: a row keeps as many as a person reads. */
function shortened({ outcome, v4, v6, chain }: Resolved): Resolved {
  const [few4, few6, names] = [v4, v6, chain].map((all) => all.slice(0, MOST_KEPT));
  return { outcome, v4: few4 ?? [], v6: few6 ?? [], chain: names ?? [] };
}

function datesOf({ entity_id_until, leader_id_until, domain_until }: WatchedRow) {
  return {
    entity_id: dayOf(entity_id_until),
    leader_id: dayOf(leader_id_until),
    domain: dayOf(domain_until),
  };
}

/** Pages, papers and reminders are a site's, not of each of its names: one of them speaks for all. */
async function isMainOf({ id, service_no }: WatchedRow): Promise<boolean> {
  const first = await db('watched_domains')
    .where({ service_no, ended_at: null })
    .orderBy('id')
    .first('id');
  return first?.id === id;
}

/** What the registry and our own filing know of the site; of sealed papers only their last day is kept. */
async function learnedOf(
  row: WatchedRow,
  { service, holder_index }: Awaited<ReturnType<typeof filedState>>,
): Promise<Partial<WatchedRow>> {
  const filing_no = service?.filing_no ?? row.filing_no;
  const filing = filing_no ? await filingNumbered(db, filing_no) : undefined;
  return {
    filing_no,
    holder_index: row.holder_index ?? holder_index,
    ...(service?.is_live && { service_no: service.service_no, icp_number: service.icp_number }),
    ...(filing && {
      ...{ customer_id: filing.customer_id, approved_at: filing.approved_at },
      ...papersOf(openForm(filing)),
    }),
  };
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;

function papersOf({ entity, services }: ReturnType<typeof openForm>) {
  const people = [entity.leader, ...services.map(({ leader }) => leader)];
  const earliest = people.map((one) => one.id_valid_until).filter((text) => DATE.test(text));
  const { id_valid_until: own } = entity;
  return {
    entity_id_until: DATE.test(own) ? own : null,
    leader_id_until: earliest.sort()[0] ?? null,
  };
}
