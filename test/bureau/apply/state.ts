import { domainToUnicode } from 'node:url';
import type { Db } from '../../../src/platform/db.ts';

/** What is known of one bureau in the end, in the words of the model. */
export async function actual(db: Db, bureau_id: number, files: Map<number, number>) {
  return {
    entities: await entities(db, bureau_id),
    services: await services(db, bureau_id),
    blocks: await blocks(db, bureau_id),
    tasks: await tasks(db, bureau_id),
    codes: await codes(db, bureau_id),
    resources: await resources(db, bureau_id),
    inbox: await inbox(db, bureau_id, files),
  };
}

async function entities(db: Db, bureau_id: number) {
  const { entityByCertificate, entityRecord } = await import('../../../src/bureau/index.ts');
  const rows = await db('filing_entities').where({ bureau_id }).orderBy('bureau_entity_id');
  const all = [];
  for (const row of rows) {
    const id = row.bureau_entity_id;
    const found = await entityByCertificate(db, { id_type: '1', id_number: ` x${id} ` }, bureau_id);
    const record = await entityRecord(db, row.entity_no);
    all.push({
      id: found?.bureau_entity_id,
      name: record?.entity.name,
      filing: found?.filing_no,
      is_live: found?.is_live,
    });
  }
  return all;
}

async function services(db: Db, bureau_id: number) {
  const { serviceRecord, servicesOf } = await import('../../../src/bureau/index.ts');
  const rows = await db('filing_services').where({ bureau_id }).orderBy('bureau_service_id');
  const all = [];
  for (const row of rows) {
    const of = await servicesOf(db, row);
    const found = of.find(({ service_no }) => service_no === row.service_no);
    const whole = await serviceRecord(db, row.service_no);
    all.push({
      id: row.bureau_service_id,
      entity: row.bureau_entity_id,
      name: whole?.name,
      domains: whole?.domains.map(({ domain }) => domain),
      accesses: whole?.accesses.map((one, n) => ({
        id: one.bureau_id,
        provider: one.provider_id,
        ip: number(one.ips[0]?.first),
        is_live: found?.accesses[n]?.is_live,
      })),
      is_live: found?.is_live,
    });
  }
  return all;
}

const number = (dotted = '') =>
  dotted.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);

async function blocks(db: Db, bureau_id: number) {
  const { openBlock } = await import('../../../src/bureau/blocklist/note-block.ts');
  const rows = await db('bureau_blocks').where({ bureau_id });
  return rows.map((row) => {
    const { name, id_number } = openBlock(row);
    const about = {
      entity: `entity ${id_number}`,
      site: `site ${domainToUnicode(row.domain ?? '')}`,
      illegal_access: `illegal ${domainToUnicode(row.domain ?? '')} ${row.ip}`,
    };
    return [about[row.list], name, Boolean(row.is_listed)];
  });
}

/** Which fields of a task's body tell it. */
const TOLD: Record<string, string[]> = {
  unfiled_site: ['id', 'domain', 'times'],
  verification: ['entity.bureau_id', 'entity.name'],
  entity_check: ['bureau_id', 'words'],
  shell_site: ['bureau_service_id', 'checked_at'],
  site_liveness: ['bureau_service_id', 'checked_at'],
  rectification: ['what', 'bureau_id', 'words'],
  lost_filing: ['what', 'bureau_id'],
  over_reported: ['bureau_service_id', 'bureau_access_id'],
  under_reported: ['bureau_service_id', 'domain'],
  ip_out_of_range: ['range.first', 'remark'],
  ip_conflict: ['range.first', 'remark'],
  ip_unreported: ['range.first', 'remark'],
  ip_result: ['what', 'our_id', 'codes.0.code'],
  domain_result: ['what', 'our_id', 'codes.0.code'],
};

async function tasks(db: Db, bureau_id: number) {
  const { openTask } = await import('../../../src/bureau/tasks/seals.ts');
  const rows = await db('bureau_tasks').where({ bureau_id });
  return rows.map((row) => {
    const body = openTask(row);
    const told = (TOLD[row.kind] ?? []).map((path) => {
      const value = at(body, path);
      return path === 'range.first' ? String(number(value)) : value;
    });
    return [row.kind, row.state, ...told];
  });
}

function at(body: unknown, path: string): string {
  const found = path
    .split('.')
    // Bodies are what JSON gave.
    .reduce((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], body);
  return String(found);
}

async function codes(db: Db, bureau_id: number) {
  const row = await db('code_tables')
    .where({ bureau_id, table_name: 'languages' })
    .orderBy('file_order', 'desc')
    .orderBy('id', 'desc')
    .first();
  const rows: { id: string; name: string; retired?: true }[] = JSON.parse(row?.rows_json ?? '[]');
  return rows.filter(({ retired }) => !retired).map(({ id, name }) => `${id} ${name}`);
}

async function resources(db: Db, bureau_id: number) {
  const rows = await db('filing_resources').where({ bureau_id });
  return rows.map(
    (one) =>
      `${one.what} ${one.bureau_record_id} ${one.domain ? domainToUnicode(one.domain) : one.first_ip}`,
  );
}

async function inbox(db: Db, bureau_id: number, files: Map<number, number>) {
  const rows = await db('bureau_inbox').where({ bureau_id });
  return Array.from({ length: files.size }, (_, file) => {
    const count = (kind: string) =>
      rows
        .filter((row) => files.get(row.download_id ?? 0) === file && row.kind === kind)
        .reduce((sum, { items }) => sum + items, 0);
    return { BAJG: count('BAJG'), HCJG: count('HCJG'), XYZ: count('XYZ') };
  });
}
