import { isAscii } from 'node:buffer';
import { TextDecoder } from 'node:util';
import { unreadable } from './table.ts';

/** After the first letter beyond ASCII so many bytes decide whether they are UTF-8. */
const ENOUGH = 64 * 1024;
const HEAD = 1024;

/**
 * The text of a file that does not say how it is encoded: UTF-8 (with or without BOM), UTF-16, or GB18030, which
 * holds GBK and GB 2312. What is plain ASCII is passed on at once: all but UTF-16 write it alike.
 */
export async function* decodeText(source: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let held: Buffer = Buffer.alloc(0);
  let isHead = true;
  for await (const chunk of source) {
    if (decoder) {
      yield decoded(decoder, chunk, true);
      continue;
    }
    held = Buffer.concat([held, chunk]);
    if (isHead && held.length < HEAD) continue;
    decoder = isHead ? wideDecoder(held) : undefined;
    isHead = false;
    if (!decoder && isAscii(held)) {
      yield held.toString('latin1');
      held = Buffer.alloc(0);
      continue;
    }
    if (!decoder && held.length - firstLetter(held) < ENOUGH) continue;
    decoder ??= narrowDecoder(held);
    yield decoded(decoder, held, true);
  }
  if (decoder) yield decoded(decoder, new Uint8Array(), false);
  else yield decoded((isHead && wideDecoder(held)) || narrowDecoder(held), held, false);
}

/** UTF-16, by its mark or by the empty halves of its letters; nothing else holds zeros. */
function wideDecoder(head: Buffer): TextDecoder | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return new TextDecoder('utf-16le', { fatal: true });
  if (head[0] === 0xfe && head[1] === 0xff) return new TextDecoder('utf-16be', { fatal: true });
  const zeros = [0, 0];
  for (let at = 0; at < Math.min(head.length, HEAD); at++)
    if (head[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (even + odd === 0) return undefined;
  if (even > 0 && odd > 0) throw unreadable('这不是表格文件，请上传 CSV 或 .xlsx');
  return new TextDecoder(odd > 0 ? 'utf-16le' : 'utf-16be', { fatal: true });
}

function firstLetter(bytes: Buffer): number {
  return bytes.findIndex((byte) => byte > 0x7f);
}

function narrowDecoder(bytes: Buffer): TextDecoder {
  try {
    // As a stream: the last letter may be cut.
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return new TextDecoder('utf-8', { fatal: true });
  } catch {
    return new TextDecoder('gb18030', { fatal: true });
  }
}

function decoded(decoder: TextDecoder, bytes: Uint8Array, stream: boolean): string {
  try {
    return decoder.decode(bytes, { stream });
  } catch {
    throw unreadable('文件里的文字编码无法识别，请另存为“CSV UTF-8”再上传');
  }
}
