import { createHash } from 'node:crypto';
import { type Charset, encodeIn, uncarried } from '../wire/charset.ts';
import { toUint32 } from '../wire/ipv4.ts';
import type { Leaf } from './document.ts';
import { pickOf, textOf } from './expressions.ts';
import { asText, type Where, within } from './where.ts';

/** Our stable number for a part, by its path: `services.0.domains.example.cn`; `given` is the bureau's own number for it. */
export type NumberOf = (path: string, given?: string) => number;

/** The path of what is numbered as a whole. */
const WHOLE = 'record';

export interface Value {
  text: string;
  /** Why the bureau would not take it. */
  fault?: string | undefined;
}

/** What an element is to hold, ready for the wire and checked; `at` is our field. Empty values are none. */
export function valuesOf(
  node: Leaf,
  where: Where,
  numberOf: NumberOf,
  charset: Charset,
): { values: Value[]; at: Where } {
  const { found, at, fault } = foundBy(node, where, numberOf);
  const blamed = node.blame === undefined ? at : within(where, node.blame);
  if (fault) return { values: [{ text: '-', fault }], at: blamed };
  if (node.many !== undefined) {
    const texts = Array.isArray(found) ? found.map(asText) : [];
    return { values: texts.map((text) => listed(text, node, charset)), at: blamed };
  }
  const text = asText(found);
  return { values: text === '' ? [] : [CHECKS[node.as](text, node, charset)], at: blamed };
}

function listed(text: string, node: Leaf, charset: Charset): Value {
  return text === '' ? { text, fault: '这一项是空的' } : CHECKS[node.as](text, node, charset);
}

interface Found {
  found: unknown;
  at: Where;
  fault?: string;
}

/** An expression that stumbles over what it finds is a fault of the element, never more. */
function foundBy(node: Leaf, where: Where, numberOf: NumberOf): Found {
  try {
    return source(node, where, numberOf);
  } catch {
    return { found: undefined, at: where, fault: '接口配置里的表达式算不出这一项' };
  }
}

function source(node: Leaf, where: Where, numberOf: NumberOf): Found {
  if (node.from !== undefined) {
    const at = within(where, node.from);
    return { found: at.data, at };
  }
  if (node.number !== undefined) return numbered(node, where, numberOf);
  if (node.pick !== undefined) return { found: pickOf(node.pick)(where.data), at: where };
  if (node.text !== undefined) return { found: textOf(node.text)(where.data), at: where };
  return { found: node.value, at: where };
}

/** The number of the current part, or of the part whose path a field holds: nobody typed that field. */
function numbered({ number, given }: Leaf, where: Where, numberOf: NumberOf): Found {
  if (number === true) {
    const known = given === undefined ? '' : asText(within(where, given).data);
    return { found: numberOf(where.key || WHOLE, known), at: where };
  }
  const path = asText(within(where, number ?? '@').data);
  return { found: path === '' ? undefined : numberOf(path), at: where };
}

const CHECKS: Record<Leaf['as'], (text: string, node: Leaf, charset: Charset) => Value> = {
  text: (text, node, charset) => ({ text, fault: textFault(text, node, charset) }),
  number: (text, node) => ({ text, fault: numberFault(text, node) }),
  ipv4: (text) => {
    const number = toUint32(text);
    return number ? { text: String(number) } : { text, fault: '请填写 IPv4 地址' };
  },
  date: (text) => ({ text, fault: dateFault(text) }),
  base64: (text, node) => ({ text, fault: base64Fault(text, node) }),
  md5_hex: (text, node, charset) => {
    const fault = textFault(text, node, charset);
    if (fault) return { text, fault };
    return { text: createHash('md5').update(encodeIn(charset, text)).digest('hex') };
  },
};

function textFault(text: string, { min = 1, max = 4000 }: Leaf, charset: Charset) {
  const rare = uncarried(charset, text);
  if (rare.length > 0)
    return `“${rare.slice(0, 5).join('')}”不在管局支持的字符集（${charset}）内，请改用其他写法`;
  if (text.length < min) return `管局要求至少 ${min} 个字符`;
  return text.length > max ? `管局最多接受 ${max} 个字符` : undefined;
}

function numberFault(text: string, { min = 0, max = Number.POSITIVE_INFINITY }: Leaf) {
  const fits = /^\d{1,18}$/.test(text) && Number(text) >= min && Number(text) <= max;
  return fits ? undefined : '请重新选择';
}

function dateFault(text: string) {
  const date = /^\d{4}-\d\d-\d\d$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  const isReal = date && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
  return isReal ? undefined : '请填写日期，例如 2026-01-31';
}

function base64Fault(text: string, { max_kb = 100 }: Leaf) {
  if (!/^[A-Za-z0-9+/]{2,}={0,2}$/.test(text) || text.length % 4 > 0) return '图片须为 base64';
  return text.length > max_kb * 1024 ? `图片太大：管局限 ${max_kb} KB` : undefined;
}
