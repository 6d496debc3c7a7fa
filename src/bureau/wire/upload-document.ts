import { encodeGbk } from './gbk.ts';
import { leaf } from './xml-write.ts';

/**
 * The whole upload around records of one element that were written (as GBK) before; `unit_id` is the provider's
 * number at the bureau.
 */
export function uploadDocument(
  element: string,
  records: readonly Buffer[],
  unit_id: string,
): Buffer {
  const head = `<?xml version="1.0" encoding="GBK"?>\n<UploadData version="V.3.0"><ICP><${element}>`;
  const tail = `</${element}>${leaf('Qqdwid', unit_id)}</ICP></UploadData>`;
  return Buffer.concat([encodeGbk(head), ...records, encodeGbk(tail)]);
}
