import { fromBase64 } from '../codec.ts';
import { ATTACHMENT_FORMATS, ATTACHMENT_USES, has, VERIFICATION_FORM } from '../data/tables.ts';
import { child, children, type Node, text } from '../xml.ts';
import { type Finding, finding, unless } from './finding.ts';

const KB = 1024;

/** Which marks an attachment may name as its owner: 1 entity, 2 site. */
export type Owners = Record<string, string[]>;

/** `Fj/Fjxx` of a record. */
export const attachmentsOf = (item: Node): Node[] =>
  children(item, 'Fj').flatMap((one) => children(one, 'Fjxx'));

/**
 * Attachments: format code 1056, use code 1057, use against owner 1061, owner not of this filing
 * 1055, and 5010 when the picture is none, or its base64 is over 150 KB (核验单) or 100 KB.
 */
export function checkAttachments(items: Node[], owners: Owners): Finding[] {
  return items.flatMap((item) => {
    const use = text(item, 'Fjyt');
    const format = text(item, 'Fjwjgs');
    const kind = text(item, 'Fjssdx', 'Ssdxlx');
    const mark = child(item, 'Fjssdx', 'Ssdxbs');
    const owner = mark?.children[0]?.text.trim() ?? mark?.text.trim() ?? '';
    const row = ATTACHMENT_USES.find(([id]) => String(id) === use);
    if (!has(ATTACHMENT_FORMATS, format)) return [finding(1056, format)];
    if (!row) return [finding(1057, use)];
    return [
      ...unless(String(row[2]) === kind, 1061, `附件用途 ${use} 所属对象 ${kind}`),
      ...unless(owners[kind]?.includes(owner) ?? false, 1055, owner),
      ...checkPicture(text(item, 'Fjnr'), format, use === VERIFICATION_FORM ? 150 : 100, row[1]),
    ];
  });
}

/** Base64 of a picture of that format within a limit in KB, counted on the base64 text. */
export function checkPicture(base64: string, format: string, limit: number, name: string) {
  if (base64.length > limit * KB) return [finding(5010, `${name}超过${limit}K`)];
  const bytes = fromBase64(base64);
  const magic = format === '1' ? 'ffd8ff' : '89504e47';
  const fits = bytes?.subarray(0, magic.length / 2).toString('hex') === magic;
  return unless(fits, 5010, `${name}不是${format === '1' ? 'JPG' : 'PNG'}图片`);
}
