import { isIPv4 } from 'node:net';
import type { CodeRow } from '../../../bureau/index.ts';
import { PROVINCES } from '../../provinces/index.ts';
import { ipNumber } from '../../rules/addresses-v4.ts';
import { domain as meantDomain } from '../../rules/meant.ts';
import { asciiDomain } from '../../rules/suffixes.ts';

/** What stands in a cell cannot be taken; `message` holds nothing of the cell. */
export class BadCell extends Error {}

/** What a cell was when a program took its digits for a number, and kept fifteen of them. */
const ROUNDED = /^\d(\.\d+)?E\+?\d{2}$/i;

export function refuseRounded(text: string): void {
  if (ROUNDED.test(text))
    throw new BadCell('这一格被表格软件存成了数字，末几位已丢失；请把这一列设为“文本”后重新填写');
}

const PREFIXES = new Map(PROVINCES.map(({ short, code }) => [short, code]));
/** 京ICP备12345678号, 京ICP证030173号, 浙B2-20080224: the numbers under which sites are filed, as of entities. */
const ICP = /^(\p{Script=Han})(ICP[备证]\d{6,12}号|[A-Z]\d(?:\.[A-Z]\d)*-\d{8})(?:-(\d{1,5}))?$/u;

export interface IcpNumber {
  /** Of the entity: 京ICP备12345678号. */
  entity: string;
  /** Of the service: 京ICP备12345678号-1; '' when it is the entity's. */
  service: string;
  province_code: string;
}

export function readIcpNumber(text: string): IcpNumber {
  const plain = text.normalize('NFKC').replace(/\s/g, '').replace(/[—–]/g, '-').toUpperCase();
  const [, province = '', number = '', index = ''] = ICP.exec(plain) ?? [];
  const province_code = PREFIXES.get(province);
  if (!province_code) throw new BadCell('不是完整的备案号，应如“浙ICP备12345678号-1”');
  const entity = province + number;
  return { entity, service: index ? `${entity}-${Number(index)}` : '', province_code };
}

/** Several values in one cell, however they are kept apart. */
export function severalIn(text: string): string[] {
  const parts = text.normalize('NFKC').split(/[\s,;、|]+/);
  return [...new Set(parts.filter(Boolean))];
}

export function readDomains(text: string): string[] {
  return severalIn(text).map((typed) => {
    const name = meantDomain(typed);
    if (asciiDomain(name) === '') throw new BadCell('有一个域名写得不对，应如 example.com');
    return name;
  });
}

const MOST_IPS = 500;

/** '1.2.3.4', '1.2.3.4-1.2.3.9', '1.2.3.4-9', several of them. */
export function readIps(text: string): { first: string; last: string }[] {
  const ips = severalIn(text.replace(/\s+/g, ' ').replace(/ ?[-—~～–至] ?/g, '-')).map((part) => {
    const [first = '', end = first, more] = part.split('-');
    const last = /^\d{1,3}$/.test(end) ? first.replace(/\d+$/, end) : end;
    if (first.includes(':')) throw new BadCell('只能填写 IPv4 地址');
    const isRange = isIPv4(first) && isIPv4(last) && more === undefined;
    if (!isRange || (ipNumber(first) ?? 0) > (ipNumber(last) ?? 0))
      throw new BadCell('有一个 IP 地址写得不对，应如 1.2.3.4 或 1.2.3.4-1.2.3.9');
    return { first, last };
  });
  if (ips.length > MOST_IPS) throw new BadCell(`IP 地址太多，一行最多 ${MOST_IPS} 个`);
  return ips;
}

/** The bureau's own number of something. */
export function readBureauId(text: string): string {
  refuseRounded(text);
  if (!/^\d{1,20}$/.test(text)) throw new BadCell('管局的 ID 只有数字，最多 20 位；不清楚就留空');
  return text;
}

/** A code by its name or by itself. `fits` chooses among several of one name. */
export function readCode(
  text: string,
  codes: readonly CodeRow[],
  fits: (row: CodeRow) => boolean = () => true,
): string {
  const plain = text.normalize('NFKC').replace(/\s/g, '');
  const named = codes.filter(({ id, name }) => name.normalize('NFKC') === plain || id === plain);
  const found = named.find(fits) ?? named[0];
  if (!found) throw new BadCell('不在管局的代码表里；请写代码表里的名称，或者不导入这一列');
  return found.id;
}

/** Several codes; a name that holds a sign itself is taken whole. */
export function readCodes(text: string, codes: readonly CodeRow[]): string[] {
  if (codes.some(({ name }) => name === text.trim())) return [readCode(text, codes)];
  return [...new Set(severalIn(text).map((part) => readCode(part, codes)))];
}
