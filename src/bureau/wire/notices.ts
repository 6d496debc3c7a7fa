import { plainDomain } from '../../platform/domain-name.ts';
import { fromUint32 } from './ipv4.ts';
import { child, children, textAt, type XmlNode } from './xml-read.ts';

/** Czlx of the lists: 0 put on, 1 changed, 2 taken off. */
const TAKEN_OFF = '2';
const SITE_OPERATIONS: Record<string, ListedSite['operation']> = {
  '0': 'add',
  '1': 'change',
  [TAKEN_OFF]: 'remove',
};

/** One line of a blocklist: an entity by its certificate, a site by one of its domains, an address by both. */
export interface ListedEntity {
  name: string;
  id_type: string;
  id_number: string;
  remark: string;
  is_listed: boolean;
}
export interface ListedSite {
  name: string;
  /** At least one. */
  domains: string[];
  remark: string;
  operation: 'add' | 'change' | 'remove';
}
export interface IllegalAccess {
  id: string;
  domain: string;
  ip: string;
  provider_id: string;
  province_code: string;
  seen_at: string;
  remark: string;
  is_listed: boolean;
}

/** HMDLB, entities. Without a certificate there is nobody to find by it. */
export function listedEntities(node: XmlNode): (ListedEntity | undefined)[] {
  return children(node, 'Zthmdxxs').map((one) => {
    const id_number = textAt(one, 'Zt_xx', 'Zj', 'Zjhm');
    if (!id_number) return undefined;
    return {
      name: textAt(one, 'Zt_xx', 'Dwmc'),
      id_type: textAt(one, 'Zt_xx', 'Zj', 'Zjlx'),
      id_number,
      remark: textAt(one, 'Bz'),
      is_listed: textAt(one, 'Czlx') !== TAKEN_OFF,
    };
  });
}

/** HMDLB, sites. Without a domain there is nothing to find one by. */
export function listedSites(node: XmlNode): (ListedSite | undefined)[] {
  return children(node, 'Wzhmdxxs').map((one) => {
    const site = child(one, 'Wz_xx');
    const domains = children(site, 'Ym_xx').map((each) => plainDomain(textAt(each, 'Ym')));
    const named = [...new Set(domains)].filter((domain) => domain !== '');
    if (named.length === 0) return undefined;
    const operation = SITE_OPERATIONS[textAt(one, 'Czlx')] ?? 'add';
    return { name: textAt(site, 'Wzmc'), domains: named, remark: textAt(one, 'Bz'), operation };
  });
}

/** FFJRHMD. The schema has no Czlx here; a bureau that sends one means the same by it. */
export function illegalAccesses(node: XmlNode): (IllegalAccess | undefined)[] {
  return children(node, 'Ffjrxx').map((one) => {
    const access = {
      id: textAt(one, 'Id'),
      domain: textAt(one, 'Ym').toLowerCase(),
      ip: fromUint32(textAt(one, 'Ip')) ?? '',
      provider_id: textAt(one, 'Zjjrz'),
      province_code: textAt(one, 'Szs'),
      seen_at: textAt(one, 'Dqjcsj'),
      remark: textAt(one, 'Bz'),
      is_listed: textAt(one, 'Czlx') !== TAKEN_OFF,
    };
    return access.id ? access : undefined;
  });
}

/** WBAWZLB: a site without a filing that was seen on our lines. */
export interface UnfiledSite {
  id: string;
  domain: string;
  ip: string;
  carrier_id: string;
  provider_id: string;
  province_code: string;
  first_seen: string;
  last_seen: string;
  times: string;
  remark: string;
}
export function unfiledSites(node: XmlNode): UnfiledSite[] {
  return children(node, 'Wbawz_xx').map((one) => ({
    id: textAt(one, 'Id'),
    domain: textAt(one, 'Wzym_mc').toLowerCase(),
    ip: fromUint32(textAt(one, 'IP')) ?? '',
    carrier_id: textAt(one, 'Yys'),
    provider_id: textAt(one, 'Jrs'),
    province_code: textAt(one, 'Sssh'),
    first_seen: textAt(one, 'Scjcsj'),
    last_seen: textAt(one, 'Dqjcsj'),
    times: textAt(one, 'Jccs'),
    remark: textAt(one, 'Bz'),
  }));
}

/** XGTZ: what of a record is to be put right. */
export interface Rectification {
  what: 'entity' | 'service';
  icp_number: string;
  bureau_id: string;
  words: string;
  remark: string;
}
export function rectifications(node: XmlNode): Rectification[] {
  return children(node, 'Tzxx').map((one) => ({
    what: textAt(one, 'Tzlb') === '1' ? ('service' as const) : ('entity' as const),
    icp_number: textAt(one, 'Baxh'),
    bureau_id: textAt(one, 'Jlid'),
    words: textAt(one, 'Tznr'),
    remark: textAt(one, 'Bz'),
  }));
}
