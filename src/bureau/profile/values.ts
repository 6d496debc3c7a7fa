import { createHash } from 'node:crypto';
import { unencodable } from '../wire/gbk.ts';
import { toUint32 } from '../wire/ipv4.ts';
import type { Leaf, ProfileDocument } from './document.ts';
import { pickOf, textOf } from './expressions.ts';
import { asText, type Where, within } from './where.ts';

/** Our stable number for a part, by its path: `services.0.domains.example.cn`. */
export type NumberOf = (path: string) => number;

export interface Value {
  text: string;
  /** Why the bureau would not take it. */
  fault?: string | undefined;
}

type Charset = ProfileDocument['document']['charset'];

/** What an element is to hold, ready for the wire and checked; `at` is our field. Empty values are none. */
export function valuesOf(
  node: Leaf,
  where: Where,
  numberOf: NumberOf,
  charset: Charset,
): { values: Value[]; at: Where } {
  const { found, at } = source(node, where, numberOf);
  const list = node.many === undefined ? [found] : Array.isArray(found) ? found : [];
  const texts = list.map(asText).filter((text) => text !== '');
  return { values: texts.map((text) => CHECKS[node.as](text, node, charset)), at };
}

function source(node: Leaf, where: Where, numberOf: NumberOf): { found: unknown; at: Where } {
  if (node.from !== undefined) {
    const at = within(where, node.from);
    return { found: at.data, at };
  }
  if (node.number === true) return { found: numberOf(where.key), at: where };
  if (node.number !== undefined) {
    const at = within(where, node.number);
    return { found: typeof at.data === 'string' ? numberOf(at.data) : undefined, at };
  }
  if (node.pick !== undefined) return { found: pickOf(node.pick)(where.data), at: where };
  if (node.text !== undefined) return { found: textOf(node.text)(where.data), at: where };
  return { found: node.value, at: where };
}

const CHECKS: Record<Leaf['as'], (text: string, node: Leaf, charset: Charset) => Value> = {
  text: (text, node, charset) => ({ text, fault: textFault(text, node, charset) }),
  number: (text, node) => ({ text, fault: numberFault(text, node) }),
  ipv4: (text) => {
    const number = toUint32(text);
    return number ? { text: String(number) } : { text, fault: '请填写 IPv4 地址' };
  },
  base64: (text, node) => ({ text, fault: base64Fault(text, node) }),
  md5_hex: (text) => ({ text: createHash('md5').update(text).digest('hex') }),
};

function textFault(text: string, { min = 1, max = 4000 }: Leaf, charset: Charset) {
  const rare = charset === 'GBK' ? unencodable(text) : [];
  if (rare.length > 0)
    return `“${rare.slice(0, 5).join('')}”不在管局支持的字符集（GBK）内，请改用其他写法`;
  if (text.length < min) return `管局要求至少 ${min} 个字符`;
  return text.length > max ? `管局最多接受 ${max} 个字符` : undefined;
}

function numberFault(text: string, { min = 0, max = Number.MAX_SAFE_INTEGER }: Leaf) {
  const fits = /^\d{1,16}$/.test(text) && Number(text) >= min && Number(text) <= max;
  return fits ? undefined : '请重新选择';
}

function base64Fault(text: string, { max_kb = 100 }: Leaf) {
  if (!/^[A-Za-z0-9+/]{2,}={0,2}$/.test(text) || text.length % 4 > 0) return '图片须为 base64';
  return text.length > max_kb * 1024 ? `图片太大：管局限 ${max_kb} KB` : undefined;
}
