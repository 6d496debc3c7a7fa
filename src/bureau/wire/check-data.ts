import { fromUint32 } from './ipv4.ts';
import { children, textAt, type XmlNode } from './xml-read.ts';

/** HCJG: what the bureau found when it compared filings with the network. */
export interface EntityCheck {
  bureau_id: string;
  name: string;
  id_type: string;
  id_number: string;
  words: string;
}
/** `over`: filed, but the site is not here. `under`: the site is here, but our access is not filed. */
export interface AccessCheck {
  found: 'over' | 'under' | undefined;
  bureau_service_id: string;
  icp_number: string;
  domain: string;
  ip: string;
  provider_id: string;
  bureau_access_id: string;
  checked_at: string;
  remark: string;
}
export interface SiteCheck {
  bureau_service_id: string;
  icp_number: string;
  home_url: string;
  checked_at: string;
  is_dead: boolean;
  remark: string;
}

const FOUND: Record<string, AccessCheck['found']> = { '1': 'over', '2': 'under' };

export function entityChecks(node: XmlNode): EntityCheck[] {
  return results(node, 'Zthc').map((one) => ({
    bureau_id: textAt(one, 'Ztid'),
    name: textAt(one, 'Dwmc'),
    id_type: textAt(one, 'Zjlx'),
    id_number: textAt(one, 'Zjhm'),
    words: textAt(one, 'Cwyy') || textAt(one, 'Bz'),
  }));
}

export function accessChecks(node: XmlNode): AccessCheck[] {
  return results(node, 'Jrhc').map((one) => ({
    found: FOUND[textAt(one, 'Hcjg')],
    bureau_service_id: textAt(one, 'Wzid'),
    icp_number: textAt(one, 'Wz_Baxh'),
    domain: textAt(one, 'Ym').toLowerCase(),
    ip: fromUint32(textAt(one, 'Jxip')) ?? '',
    provider_id: textAt(one, 'Bbisp'),
    bureau_access_id: textAt(one, 'Jrid'),
    checked_at: textAt(one, 'Hcsj'),
    remark: textAt(one, 'Bz'),
  }));
}

/** Kkwzhc: a shell, a number without a site. Hcjg 0 it lives, 1 it is dead. */
export function shellChecks(node: XmlNode): SiteCheck[] {
  return results(node, 'Kkwzhc').map((one) => siteCheck(one, textAt(one, 'Hcjg') !== '0'));
}

/** Wzch: whoever stands in this list was not found alive. */
export function lifeChecks(node: XmlNode): SiteCheck[] {
  return results(node, 'Wzch').map((one) => siteCheck(one, true));
}

function siteCheck(one: XmlNode, is_dead: boolean): SiteCheck {
  return {
    bureau_service_id: textAt(one, 'Wzid'),
    icp_number: textAt(one, 'Wz_Baxh'),
    home_url: textAt(one, 'Syurl'),
    checked_at: textAt(one, 'Hcsj'),
    is_dead,
    remark: textAt(one, 'Bz'),
  };
}

function results(node: XmlNode, name: string): XmlNode[] {
  return children(node, 'Jgxx').flatMap((holder) => children(holder, name));
}
