import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after } from 'node:test';
import { startDns } from './dns-server.ts';
import { type Told, wholeRecordOf } from './records.ts';

// A registry, a name server and a web server to watch. To be imported after `start`: it needs the test's own database.
const { db } = await import('../../../src/platform/db.ts');
const { keepRecord } = await import('../../../src/bureau/registry/keep-record.ts');
const { reachBesides } = await import('../../../src/filings/watch/fetch-page.ts');
const { sweepWatch } = await import('../../../src/filings/watch/sweep.ts');
const { watchSetting } = await import('../../../src/filings/watch/settings.ts');
const { providerSetting } = await import('../../../src/filings/settings.ts');
const { writeSetting } = await import('../../../src/platform/settings.ts');
const { DAY, HOUR, now, shiftClock } = await import('../../../src/platform/clock.ts');

/** The address of this machine where the web server stands, as if it were public. */
export const SITE = '127.0.0.5';
export const dns = await startDns();
/** What the web server answers. */
export const page = { body: '' };
const site = createServer((_req, res) => void res.end(page.body));
await new Promise<void>((resolve) => site.listen(0, SITE, resolve));
after(() => {
  site.close();
  site.closeAllConnections();
});
reachBesides({ addresses: [SITE], ports: [String((site.address() as AddressInfo).port)] });
await writeSetting(db, watchSetting, { dns_servers: [dns.server] });
export const ours = (first: string, last: string) =>
  writeSetting(db, providerSetting, { ip_ranges: [{ first, last }] });
await ours('47.96.0.0', '47.96.0.255');
const [id = 0] = await db('bureaus').insert({
  ...{ name: 'zj', province_code: '330000', isp_id: '7', user_name: 'x', encrypt: 0 },
  ...{ password_sealed: '', upload_wsdl: 'http://127.0.0.1:9/x?wsdl', hours: '', is_sandbox: 0 },
  ...{ lease_fence: 0, failures: 0, bad_file_count: 0, paused_at: now(), created_at: now() },
  ...{ next_poll_at: now(), updated_at: now() },
});
export const bureau_id = id;
let order = 1;

/** As the bureau publishes it; of a filing of ours, when it names one. */
export function publish(told: Told, filing_no?: string): Promise<boolean> {
  const parts = filing_no ? ['entity', 'services.0'] : [];
  const subjects = new Map(parts.map((part) => [part, filing_no ?? '']));
  const place = { bureau_id, order: String(order++).padStart(26, '0'), subjects };
  return db.transaction((trx) => keepRecord(trx, place, wholeRecordOf(told)));
}

let shifted = 0;
/** A day on, and looked at. */
export async function look(): Promise<void> {
  shifted += DAY + 6 * HOUR;
  shiftClock(shifted);
  await sweepWatch();
}

export const watched = (domain: string) => db('watched_domains').where({ domain }).first();

/** The codes of what stands confirmed at a domain. */
export async function standing(domain: string): Promise<string[]> {
  const row = await watched(domain);
  const rows = await db('watch_findings')
    .where({ watched_id: row?.id ?? 0 })
    .whereNotNull('open_key')
    .whereNotNull('confirmed_at');
  return rows.map(({ code }) => code).sort();
}

/** Its name leads to this address, ours unless told. */
export function good(domain: string, ip = '47.96.0.7'): void {
  dns.zone[domain] = { A: [ip] };
}
