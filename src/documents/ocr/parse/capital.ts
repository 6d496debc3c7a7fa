import { plain } from './address.ts';
import type { Cell } from './cells.ts';
import { doubted, type Found, found } from './found.ts';

const CURRENCY = '人民币|美元|港币|港元|欧元|日元|英镑|澳元|加元|新加坡元|瑞士法郎';
const HAN_SUM = '[零〇壹贰叁肆伍陆柒捌玖拾佰仟万亿一二三四五六七八九十百千两]+';
const SHAPE = new RegExp(
  `^(?:${CURRENCY})?(?:\\d{1,12}(?:,\\d{3})*(?:\\.\\d{1,6})?[万亿]?|${HAN_SUM})(?:元|圆)?[整正]?(?:${CURRENCY})?(?:[元整]{0,2})?$`,
);
/** What the sums' characters are mistaken for. */
const LOOKS_LIKE: Readonly<Record<string, string>> = {
  任: '仟',
  伯: '佰',
  什: '仟',
  式: '贰',
  贷: '贰',
  货: '贰',
  正: '整',
  参: '叁',
  叄: '叁',
  陸: '陆',
};

/** A registered capital as printed: 人民币伍佰万元整, 100.000000万人民币, 300万元人民币 … */
export function capitalOf(cell: Cell): Found | undefined {
  const text = plain(cell.text)
    .replaceAll('。', '.')
    .replace(/^[.·:]+|[.·、,]+$/g, '');
  if (text === '') return undefined;
  const field = found(text, [cell]);
  if (SHAPE.test(text)) return field;
  const mended = [...text].map((char) => LOOKS_LIKE[char] ?? char).join('');
  if (SHAPE.test(mended)) return { ...field, value: mended, confidence: field.confidence * 0.9 };
  return doubted(field, 0.6, '注册资本格式不符，请核对');
}
