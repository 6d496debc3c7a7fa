import { isNumbered } from '../../bureau/index.ts';
import type { Db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import type { FiledRecord, FiledService } from '../entities/filed-record.ts';
import { ENDING, type FilingKind } from '../kinds/names.ts';
import { CLOSED, type FilingStatus } from '../steps/status.ts';
import type { FilingRow } from '../tables.ts';

/** What a request is about. */
export interface About {
  kind: FilingKind;
  record: FiledRecord;
  about: readonly FiledService[];
  /** Whose the entity is. */
  owner: number | undefined;
}

/** A request that nobody has closed. */
export type OpenRequest = Pick<FilingRow, 'filing_no' | 'kind' | 'status' | 'customer_id'>;

/**
 * Refuses a request that the bureau would refuse now (miit/NOTES §2.1, last column), with the way out: 'conflict'.
 * One request is under way for an entity; material may be added beside it.
 */
export async function refuseUnfit(db: Db, { kind, record, about, owner }: About): Promise<void> {
  if (!record.is_live) throw refusal('这个主体的备案已经注销', '要再开办网站，请新建备案');
  if (kind === 'add_material') return;
  const open = await openRequest(db, record.entity.icp_number);
  if (open) throw underWay(open, owner);
  const [service] = about;
  refuseUnnumbered(kind, record, about);
  if (kind === 'add_access' && service && service.own.length > 0)
    throw refusal('这个网站已经接入在我们这里', '资料有变化请办理变更');
  if (kind !== 'drop_access') return;
  // Code 1025: without an access nothing is left of a site.
  if (service?.own.length === 0)
    throw refusal('这个网站的接入商不是我们', '请到现在的接入商处取消接入');
  if (service && service.accesses.length <= 1)
    throw refusal(
      '这个网站只有我们一家接入，取消后会成为空壳',
      '不再开办请注销网站；要换接入商，请先在新的接入商处办理新增接入',
    );
}

/** What changes or ends is named by the bureau's own number: its ICP number will not do. */
function refuseUnnumbered(
  kind: FilingKind,
  { entity }: FiledRecord,
  about: readonly FiledService[],
): void {
  if (kind !== 'change' && !ENDING.includes(kind)) return;
  const parts = [entity, ...about, ...about.flatMap(({ own }) => own)];
  if (parts.every(({ bureau_id }) => isNumbered(bureau_id))) return;
  throw refusal(
    '这份备案是导入的，还没有管局的编号',
    '等管局下发全量数据后再办理，或联系我们向管局索取',
  );
}

/** The request about an entity, by its number, that is under way. */
export async function openRequest(
  db: Db,
  entity_icp_number: string,
): Promise<OpenRequest | undefined> {
  if (entity_icp_number === '') return undefined;
  const closed: readonly FilingStatus[] = CLOSED;
  return db('filings')
    .where({ entity_icp_number })
    .whereNotIn('status', [...closed, 'draft'])
    .whereNot({ kind: 'add_material' })
    .first('filing_no', 'kind', 'status', 'customer_id');
}

/** Another's is named to nobody: he may have typed this entity's certificate without being it. */
function underWay({ filing_no, customer_id }: OpenRequest, owner: number | undefined): UserError {
  return customer_id === owner
    ? refusal(`这个主体已有一份申请在办理（${filing_no}）`, '等它办完，或先撤回它')
    : refusal('这个主体已有一份申请在办理', '等它办完；不是您提交的请联系客服');
}

function refusal(message: string, way_out: string): UserError {
  return new UserError('conflict', `${message}。${way_out}`);
}
