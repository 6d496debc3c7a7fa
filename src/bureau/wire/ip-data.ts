import { fromUint32 } from './ipv4.ts';
import { children, textAt, type XmlNode } from './xml-read.ts';

/** Addresses from first to last, dotted. */
export interface IpRange {
  first: string;
  last: string;
}

/** IP.HCJG: an address outside of what was given to us, one that another unit filed too, one that nobody filed. */
export interface IpCheck {
  found: 'out_of_range' | 'conflict' | 'unreported';
  bureau_id: string;
  range: IpRange;
  /** The part that is wrong, or the other unit's. */
  other: IpRange;
  other_unit: string;
  type: string;
  remark: string;
}

const IP_CHECKS = {
  Yj: { found: 'out_of_range', id: 'Yjjlid', own: '', other: 'Yj', unit: '', type: 'Yjlx' },
  Ct: { found: 'conflict', id: 'Ctjlid', own: '1', other: '2', unit: 'Ctbbdwid', type: 'Ctlx' },
  Wb: { found: 'unreported', id: '', own: '', other: '', unit: 'Fpdw', type: 'Wblx' },
} as const;

export function ipChecks(node: XmlNode): IpCheck[] {
  return Object.entries(IP_CHECKS).flatMap(([name, { found, id, own, other, unit, type }]) =>
    results(node, name).map((one) => ({
      found,
      bureau_id: textAt(one, id),
      range: rangeAt(one, `Qsip${own}`, `Zzip${own}`),
      other: otherRange(one, other),
      other_unit: textAt(one, unit),
      type: textAt(one, type),
      remark: textAt(one, 'Bz'),
    })),
  );
}

function results(node: XmlNode, name: string): XmlNode[] {
  return children(node, 'Jgxx').flatMap((holder) => children(holder, name));
}

function otherRange(one: XmlNode, other: string): IpRange {
  if (other === 'Yj') return rangeAt(one, 'Yjqsip', 'Yjzzip');
  return other ? rangeAt(one, `Qsip${other}`, `Zzip${other}`) : { first: '', last: '' };
}

export function rangeAt(node: XmlNode | undefined, first: string, last: string): IpRange {
  return {
    first: fromUint32(textAt(node, first)) ?? '',
    last: fromUint32(textAt(node, last)) ?? '',
  };
}

/** The result of filing an address (IP.BAJG) or a domain's registration (YM.BAJG). */
export interface ResourceResult {
  what: 'ip_source' | 'ip_assignment' | 'ip_broadcast' | 'ip_own' | 'domain';
  codes: { code: string; text: string }[];
  bureau_id: string;
  our_id: string;
  operation: string;
}

const RESULTS = {
  Lyjg: 'ip_source',
  Fpjg: 'ip_assignment',
  Gbjs: 'ip_broadcast',
  Zdip: 'ip_own',
  Jg_xx: 'domain',
} as const;
const OPERATIONS: Record<string, string> = { '1': 'add', '2': 'change', '3': 'remove' };

export function resourceResults(node: XmlNode): ResourceResult[] {
  return Object.entries(RESULTS).flatMap(([name, what]) =>
    children(node, name).map((one) => ({
      what,
      codes: children(one, 'Jgxx').map((code) => ({
        code: textAt(code, 'Jgdm'),
        text: textAt(code, 'Dmms'),
      })),
      bureau_id: textAt(one, 'Id'),
      our_id: textAt(one, 'IspId'),
      operation: OPERATIONS[textAt(one, 'Czlx')] ?? textAt(one, 'Czlx'),
    })),
  );
}

/** A filed address or domain registration in an SJTB: its numbers, what it is found by, and all its texts. */
export interface Resource {
  what: ResourceResult['what'];
  bureau_id: string;
  our_id: string;
  range: IpRange;
  domain: string;
  fields: Record<string, string>;
}

const LISTS = {
  ip_source: ['Iply', 'Lyxx'],
  ip_assignment: ['Ipfp', 'Fpxx'],
  ip_broadcast: ['Ipgb', 'Gbxx'],
  ip_own: ['Zdip', 'Zdxx'],
} as const;

export function ipResources(node: XmlNode): Resource[] {
  return Object.entries(LISTS).flatMap(([what, [list, item]]) =>
    // `what` is a key of LISTS, which Object.entries calls a string.
    children(node, list).flatMap((all) =>
      children(all, item).map((one) => resourceOf(one, what as keyof typeof LISTS)),
    ),
  );
}

export function domainResources(node: XmlNode): Resource[] {
  return children(node, 'Ymxx').map((one) => resourceOf(one, 'domain'));
}

function resourceOf(one: XmlNode, what: Resource['what']): Resource {
  return {
    what,
    bureau_id: textAt(one, 'Id'),
    our_id: textAt(one, 'IspId'),
    range: rangeAt(one, 'Qsip', 'Zzip'),
    domain: textAt(one, 'Ym').toLowerCase(),
    fields: fieldsIn(one),
  };
}

function fieldsIn(node: XmlNode): Record<string, string> {
  if (typeof node === 'string') return {};
  const names = Object.keys(node).filter((name) => name !== '#text');
  return Object.fromEntries(names.map((name) => [name, textAt(node, name)]));
}
