import type { Db } from '../../platform/db.ts';
import { plainDomain } from '../../platform/domain-name.ts';
import { type Certificate, certificateIndex } from '../registry/seals.ts';
import { toUint32 } from '../wire/ipv4.ts';
import type { BlockList, BlockRow } from './tables.ts';

/** What may be asked of the lists; whatever is given is looked for. `ip` is dotted. */
export interface Asked {
  certificate?: Certificate | undefined;
  domain?: string | undefined;
  ip?: string | undefined;
}

/** A line that stands against what was asked. */
export interface Block {
  block_no: string;
  list: BlockList;
  /** In words for whoever is refused. */
  words: string;
}

const WORDS: Record<BlockList, string> = {
  entity: '主办者在管局黑名单内，不能提供接入',
  site: '域名在管局黑名单内，不能提供接入',
  illegal_access: '域名或 IP 在非法接入黑名单内，不能提供接入',
};

/** The first line of any bureau's lists that stands against this certificate, domain (or one above it) or address. */
export async function isBlocked(db: Db, asked: Asked): Promise<Block | undefined> {
  const [row] = await blocksAgainst(db, asked);
  return row && { block_no: row.block_no, list: row.list, words: WORDS[row.list] };
}

export async function blocksAgainst(db: Db, asked: Asked): Promise<BlockRow[]> {
  const { certificate, domain, ip } = asked;
  const index = certificate?.id_number ? certificateIndex(certificate) : undefined;
  const names = domain ? withParents(domain) : [];
  const address = toUint32(ip ?? '');
  if (index === undefined && names.length === 0 && address === undefined) return [];
  return db('bureau_blocks')
    .where({ is_listed: true })
    .where((one) => {
      if (index !== undefined) one.orWhere({ certificate_index: index });
      if (names.length > 0) one.orWhereIn('domain', names);
      if (address !== undefined) one.orWhere({ ip: address });
    })
    .orderBy('id')
    .limit(50);
}

/** 'a.b.cn' is blocked with 'b.cn'. */
function withParents(domain: string): string[] {
  const labels = plainDomain(domain).split('.');
  return labels.map((_, n) => labels.slice(n).join('.')).filter((name) => name.includes('.'));
}
