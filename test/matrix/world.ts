import type { OwnRule } from '../../src/filings/reason-rules/own-rule.ts';
import type { App } from '../harness.ts';
import { type Route, routesOf } from '../security/routes.ts';
import { catalogThings } from './catalog-things.ts';
import { moneyThings } from './money-things.ts';
import { shopThings } from './shop-things.ts';

/** The columns of the table: who knocks. */
export const PEOPLE = [
  'out',
  'owner',
  'other',
  'reviewer',
  'operator',
  'auditor',
  'admin',
] as const;
/** Programs that act for `owner`: one may file, one may nothing. */
export const PROGRAMS = ['key', 'bare'] as const;
export const COLUMNS = [...PEOPLE, ...PROGRAMS];
export type Who = (typeof COLUMNS)[number];
/** What a route's pattern names, by the name it has there. */
export type Values = Record<string, string>;

const BUREAU = {
  ...{ name: 'zj', province_code: '330000', isp_id: '110000000001', hours: '' },
  ...{ user_name: 'beika', password: 'beika-beika', encrypt: 0 },
  upload_wsdl: 'http://127.0.0.1:9/upload?wsdl',
};

/** An own rule for what bureaus say. */
const RULE: OwnRule = {
  ...{ bureau_code: '', pattern: '月球~基地', group: '其他', label: '月球', paths: [''] },
  ...{ message: '月球', suggestion: '改', who: 'customer', severity: 'reject' },
};

const TERMS = { label: '云服务器 1', max_uses: 5, valid_until: null, customer_id: null };

/** Routes that name things of the catalog. */
const CATALOG = /:(product_no|variant_no|category_no|coupon_no|announcement_no)|^\/shop\//;

/** The address of a route with these values in it. */
export function pathOf({ pattern }: Route, values: Values): string {
  return pattern.replace(/\/\*\w+|[{}]/g, '').replace(/:(\w+)/g, (_, name) => values[name] ?? '');
}

/** Where a filing must stand for the route to have something to do; elsewhere it is a draft. */
function standingFor(pattern: string) {
  if (!pattern.includes(':filing_no')) return 'draft';
  if (pattern.includes('resending')) return 'bureau_rejected';
  if (pattern.includes('sms-verification')) return 'sms_pending';
  return pattern.startsWith('/review') ? 'provider_review' : 'draft';
}

/** People of every kind, and one of each thing that a route may name; all of it is `owner`'s. */
export async function makeWorld(app: App) {
  const { aFiling, aKeyOf, aPerson, aPhoto } = await import('../factories.ts');
  const { createApp } = await import('../../src/app.ts');
  const { now } = await import('../../src/platform/clock.ts');
  const { inTransaction } = await import('../../src/platform/db.ts');
  const { publicNo } = await import('../../src/platform/ids.ts');
  const { addRule } = await import('../../src/filings/reason-rules/save-rule.ts');
  const { noteSentence } = await import('../../src/filings/reason-rules/sentences.ts');
  const { SHIPPED_BOOK } = await import('../../src/filings/reasons/index.ts');
  const { importBureau } = await import('../../src/bureau/index.ts');
  const { makePhoneLink } = await import('../../src/filings/customer/phone-links.ts');
  const { openSession } = await import('../../src/accounts/index.ts');
  const { aTransfer } = await import('../filings/transfer/a-transfer.ts');
  const { storePicture } = await import('../../src/filings/drafts/pictures.ts');
  const { linkCustomer } = await import('../../src/filings/agents/link-customer.ts');
  const { makeCodes } = await import('../../src/filings/service-codes/make-codes.ts');
  const { SYSTEM } = await import('../../src/audit/index.ts');

  const owner = await aPerson();
  const people = {
    owner,
    other: await aPerson(),
    reviewer: await aPerson('reviewer'),
    operator: await aPerson('operator'),
    auditor: await aPerson('auditor'),
    admin: await aPerson('administrator'),
  };
  const keys = { key: await aKeyOf(owner), bare: await aKeyOf(owner, []) };
  await aFiling({ customer: owner, status: 'provider_review' });
  const { no } = await storePicture(owner, 'other', await aPhoto());
  await importBureau(app.db, BUREAU, SYSTEM);

  /** A sentence that no rule knows; its number. */
  async function aSentence(filing_no: string): Promise<string> {
    await noteSentence(app.db, { bureau_code: '', text: filing_no }, filing_no, SHIPPED_BOOK);
    const row = await app.db('reason_sentences').orderBy('id', 'desc').first();
    return row?.sentence_no ?? '';
  }

  async function aMove(created_by: number): Promise<string> {
    const move_no = publicNo('DZ');
    const row = { move_no, pairs_json: '[]', state: 'stopped', created_by } as const;
    await app.db('address_moves').insert({ ...row, created_at: now() });
    return move_no;
  }

  /** Signed in anew for each request: some of them end a session. */
  async function headersOf(who: Who): Promise<Record<string, string>> {
    if (who === 'out') return {};
    if (who === 'key' || who === 'bare') return { authorization: `Bearer ${keys[who]}` };
    const source = { ip: '127.0.0.1', secure: false, headers: {} };
    const { name, value } = await inTransaction((trx) => openSession(trx, people[who].id, source));
    return { cookie: `${name}=${value}` };
  }

  async function anAgentOf({ id: customer_id }: { id: number }) {
    const agent = await aPerson('agent');
    await app.db('agent_customers').where({ customer_id }).delete();
    await linkCustomer(agent.actor, { agent_id: agent.id, customer_id, how: 'administrator' });
    return agent;
  }

  /** Things that exist and that no request before has changed. */
  async function things({ pattern }: Route): Promise<Values> {
    const filing = await aFiling({ customer: owner, status: standingFor(pattern) });
    const batch_no = await makeCodes(people.admin.actor, 1, TERMS);
    if (pattern.includes(':client_no')) await aKeyOf(owner, []);
    if (pattern.includes(':session_no')) await headersOf('owner');
    if (pattern.startsWith('/my-agent')) await app.db('agent_customers').delete();
    const agent = /^\/agents\/:|:link_no/.test(pattern) ? await anAgentOf(owner) : undefined;
    const named = agent ?? (pattern.includes(':user_no') ? await aPerson() : owner);
    const last = { column: 'id', order: 'desc' } as const;
    const told = app.db('notifications').where({ user_id: owner.id }).orderBy([last]);
    return {
      batch_no,
      code_no: (await app.db('service_codes').orderBy([last]).first())?.code_no ?? '',
      entity_no: 'ZT0000000000000000',
      ...{ no, variant: 'view', page: 'forms', code: '330000', index: '0', version: '1' },
      ...{ name: nameFor(pattern), key: 'storage', domain: 'beika.cn' },
      ...{ filing_no: filing.filing_no, path: 'entity.name', field: 'name', step: 'entity' },
      rule_code: pattern.includes(':rule_code') ? await addRule(people.admin.actor, RULE) : '',
      sentence_no: pattern.includes(':sentence_no') ? await aSentence(filing.filing_no) : '',
      token: pattern.startsWith('/u/')
        ? await makePhoneLink(owner, filing.filing_no, 'pictures')
        : 'Z'.repeat(43),
      link_no: (await app.db('agent_customers').orderBy([last]).first())?.link_no ?? '',
      list: 'filings',
      ...{ kind: 'initial', part: 'contact' },
      move_no: pattern.includes(':move_no') ? await aMove(people.admin.id) : '',
      transfer_no: pattern.includes(':transfer_no')
        ? await aTransfer(pattern.endsWith('/file') ? 'export' : 'import', people.admin)
        : '',
      user_no: (await app.db('users').where({ id: named.id }).first())?.user_no ?? '',
      message_no: (await told.first())?.message_no ?? '',
      session_no: (await app.db('sessions').orderBy([last]).first())?.session_no ?? '',
      client_no: (await app.db('api_clients').orderBy([last]).first())?.client_no ?? '',
      ...(/:watch_no|:audit_no/.test(pattern)
        ? await watchedThings(owner.id, filing.filing_no)
        : {}),
      ...(CATALOG.test(pattern) ? await catalogThings(app, pattern) : {}),
      entry_no: (await app.db('audit_entries').orderBy([last]).first())?.entry_no ?? '',
      ...(await shopThings(pattern, people.admin, owner)),
      ...(await moneyThings(app.db, pattern, owner.id)),
    };
  }

  return { headersOf, things, pathOf, routes: routesOf(createApp()) };
}

/** A domain of the filing that is watched, with something found, and a round of our own audits that holds it. */
async function watchedThings(customer_id: number, filing_no: string): Promise<Values> {
  const { aWatched } = await import('../filings/watch/watched.ts');
  const { openAudit } = await import('../../src/filings/watch/self-audit/audits.ts');
  const { db } = await import('../../src/platform/db.ts');
  const { id, watch_no } = await aWatched({ customer_id, filing_no, codes: ['access_lost'] });
  const actor = { kind: 'user', id: customer_id, name: '' } as const;
  const audit_no = await openAudit('', actor);
  const finding = await db('watch_findings').where({ watched_id: id }).first('id');
  return { watch_no, finding_id: String(finding?.id), audit_no, position: '1' };
}

/** What `:name` stands for at this route. */
function nameFor(pattern: string): string {
  if (pattern.includes('printouts')) return 'commitment_letter';
  if (pattern.startsWith('/gateways')) return 'manual';
  return pattern.includes('bureau-profiles') ? 'V3.0' : 'zj';
}
