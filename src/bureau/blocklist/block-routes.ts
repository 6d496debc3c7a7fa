import { domainToUnicode } from 'node:url';
import { Router } from 'express';
import { z } from 'zod';
import { type Db, db } from '../../platform/db.ts';
import { linkTo } from '../../platform/links.ts';
import { maskName, maskNumber } from '../../platform/mask.ts';
import { requires } from '../../platform/permitted.ts';
import { timeShown } from '../../platform/present.ts';
import { read } from '../../platform/web.ts';
import { bureauTabs } from '../console/tabs.ts';
import { certificateIndex } from '../registry/seals.ts';
import { fromUint32 } from '../wire/ipv4.ts';
import { blocksAgainst } from './is-blocked.ts';
import { openBlock } from './note-block.ts';
import type { BlockRow } from './tables.ts';

export const blockRoutes = Router();
const mayManage = requires('bureau.manage');
const PAGE = 50;
const text = z.string().trim().max(255).optional().catch('').default('');
const Asked = z.object({
  list: z.enum(['', 'entity', 'site', 'illegal_access']).catch('').default(''),
  state: z.enum(['listed', 'removed', 'all']).catch('listed').default('listed'),
  /** A domain, its parents included, or an address. */
  name: text,
  before: z.coerce.number().int().positive().optional().catch(undefined),
});

/** Whom and what may not be given access. A certificate is asked for by POST: it must not stand in an address. */
blockRoutes.get('/bureau-blocks', mayManage, async (req, res) => {
  const asked = read(Asked, req.query);
  const rows = await listBlocks(db, asked);
  const shown = rows.slice(0, PAGE);
  const { before, ...values } = asked;
  const last = rows.length > PAGE ? shown.at(-1) : undefined;
  res.page('bureau/blocks', {
    title: '管局黑名单',
    tabs: await bureauTabs(db, 'blocks'),
    blocks: shown.map(shownBlock),
    values,
    found: null,
    next_href: last ? linkTo('/bureau-blocks', { ...values, before: String(last.id) }) : null,
    first_href: before ? linkTo('/bureau-blocks', values) : null,
  });
});

const Certificate = z.object({
  id_number: z.string().trim().min(1, '请填写证件号码').max(128),
});

blockRoutes.post('/bureau-blocks/checks', mayManage, async (req, res) => {
  const { id_number } = read(Certificate, req.body);
  const found = await db('bureau_blocks')
    .where({ is_listed: true })
    .whereIn('certificate_index', indexesOf(id_number));
  res.page('bureau/blocks', {
    title: '管局黑名单',
    tabs: await bureauTabs(db, 'blocks'),
    blocks: found.map(shownBlock),
    values: { list: '', state: 'listed', name: '' },
    found: found.length,
    next_href: null,
    first_href: null,
  });
});

const MOST_TYPES = 999;

/** Lists name the kind of certificate; whoever looks does not know which of the interface's numbers it has there. */
function indexesOf(id_number: string): string[] {
  const types = Array.from({ length: MOST_TYPES }, (_, n) => String(n + 1));
  return types.map((id_type) => certificateIndex({ id_type, id_number }));
}

async function listBlocks(
  db: Db,
  { list, state, name, before }: z.output<typeof Asked>,
): Promise<BlockRow[]> {
  if (name) {
    const found = await blocksAgainst(db, { domain: name, ip: name });
    return found.filter((row) => !list || row.list === list);
  }
  const query = db('bureau_blocks')
    .orderBy('id', 'desc')
    .limit(PAGE + 1);
  if (list) query.where({ list });
  if (state !== 'all') query.where({ is_listed: state === 'listed' });
  if (before) query.where('id', '<', before);
  return query;
}

const LISTS = { entity: '主体黑名单', site: '网站黑名单', illegal_access: '非法接入' };

function shownBlock(row: BlockRow) {
  const { name, remark, id_number } = openBlock(row);
  const address = row.ip === null ? '' : (fromUint32(String(row.ip)) ?? '');
  const domain = row.domain && (domainToUnicode(row.domain) || row.domain);
  const isEntity = row.list === 'entity';
  return {
    list: LISTS[row.list],
    about: isEntity ? maskName(name) : (domain ?? address),
    sub: isEntity ? maskNumber(id_number ?? '') : domain ? address || name : null,
    remark,
    state: row.is_listed ? { text: '在列', tone: 'bad' } : { text: '已移出', tone: 'idle' },
    time: timeShown(row.noted_at, true),
  };
}
