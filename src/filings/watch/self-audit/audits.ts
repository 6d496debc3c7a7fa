import { randomBytes } from 'node:crypto';
import type { Knex } from 'knex';
import { type Actor, nameActions, record } from '../../../audit/index.ts';
import { entitiesOfServices } from '../../../bureau/index.ts';
import { now } from '../../../platform/clock.ts';
import { type Db, db, inTransaction } from '../../../platform/db.ts';
import { must, UserError } from '../../../platform/errors.ts';
import { publicNo } from '../../../platform/ids.ts';
import { drawSample } from './draw.ts';
import { isWhole, type Marks } from './lines.ts';

export interface AuditRow {
  id: number;
  audit_no: string;
  /** '' for all provinces. */
  province_code: string;
  seed: string;
  population: number;
  opened_by: number;
  opened_at: Date;
  closed_by: number | null;
  closed_at: Date | null;
}

export interface ItemRow {
  id: number;
  audit_id: number;
  position: number;
  entity_no: string;
  marks_json: string;
  note: string;
  checked_by: number | null;
  checked_at: Date | null;
}

nameActions({
  'self_audit.opened': '开始准确率自查',
  'self_audit.item_checked': '填写准确率自查',
  'self_audit.closed': '完成准确率自查',
  'self_audit.revealed': '查看自查记录的个人信息',
});

/** Draws a sample of what is watched in a province ('' all) and opens a round with it. Gives its number. */
export async function openAudit(
  province_code: string,
  actor: Actor & { id: number },
): Promise<string> {
  const entities = await entitiesIn(db, province_code);
  if (entities.length === 0)
    throw new UserError('unprocessable', '没有可以抽查的备案', {
      province_code: '这里没有可以抽查的备案',
    });
  const seed = randomBytes(16).toString('hex');
  const audit_no = publicNo('ZC');
  await inTransaction(async (trx) => {
    const row = { audit_no, province_code, seed, population: entities.length };
    const [audit_id = 0] = await trx('self_audits').insert({
      ...row,
      ...{ opened_by: actor.id, opened_at: now() },
    });
    const items = drawSample(entities, seed).map((entity_no, position) => ({
      ...{ audit_id, position: position + 1, entity_no, marks_json: '{}', note: '' },
    }));
    await trx.batchInsert('self_audit_items', items, 500);
    const details = { ...row, sample: items.length };
    await record(trx, actor, 'self_audit.opened', `self_audit:${audit_no}`, details);
  });
  return audit_no;
}

/** Those who can be drawn: every entity with a site that is watched, in the order of their numbers. */
export async function entitiesIn(db: Db, province_code: string): Promise<string[]> {
  const query = db('watched_domains').whereNull('ended_at').distinct('service_no');
  const rows = await (province_code ? query.where({ province_code }) : query);
  return entitiesOfServices(
    db,
    rows.map(({ service_no }) => service_no),
  );
}

export async function auditNumbered(db: Db, audit_no: string): Promise<AuditRow> {
  return must(await db('self_audits').where({ audit_no }).first(), '自查');
}

export function itemsOf(db: Db, audit_ids: readonly number[]): Promise<ItemRow[]> {
  return db('self_audit_items')
    .whereIn('audit_id', [...audit_ids])
    .orderBy('position');
}

export function marksOf({ marks_json }: ItemRow): Marks {
  // Written by checkItem from Marks.
  return JSON.parse(marks_json) as Marks;
}

/** Writes what a person found of one record; a round that is closed is not changed. */
export async function checkItem(
  audit: AuditRow,
  item: ItemRow,
  { marks, note }: { marks: Marks; note: string },
  actor: Actor,
): Promise<void> {
  await inTransaction(async (trx) => {
    await lockedOpen(trx, audit);
    const checked = { checked_by: actor.id, checked_at: now() };
    await trx('self_audit_items')
      .where({ id: item.id })
      .update({ marks_json: JSON.stringify(marks), note, ...checked });
    const subject = `self_audit:${audit.audit_no}`;
    await record(trx, actor, 'self_audit.item_checked', subject, {
      position: item.position,
      marks,
    });
  });
}

/** Ends a round in which every record was checked. */
export async function closeAudit(audit: AuditRow, actor: Actor): Promise<void> {
  await inTransaction(async (trx) => {
    await lockedOpen(trx, audit);
    const items = await itemsOf(trx, [audit.id]);
    if (!items.every((item) => isWhole(marksOf(item))))
      throw new UserError('conflict', '还有没填完的记录，请先填完');
    const closed = { closed_by: actor.id, closed_at: now() };
    await trx('self_audits').where({ id: audit.id }).update(closed);
    await record(trx, actor, 'self_audit.closed', `self_audit:${audit.audit_no}`);
  });
}

async function lockedOpen(trx: Db, { id }: AuditRow): Promise<void> {
  const row = await trx('self_audits').where({ id }).forUpdate().first('closed_at');
  if (row?.closed_at) throw new UserError('conflict', '这次自查已完成，不能再修改');
}

type Table<R extends object> = Knex.CompositeTableType<R, Partial<R>, Partial<R>>;

declare module 'knex/types/tables.js' {
  interface Tables {
    self_audits: Table<AuditRow>;
    self_audit_items: Table<ItemRow>;
  }
}
