import iconv from 'iconv-lite';

// WHATWG's GBK decoder maps as the bureaus' Java does; iconv-lite alone would also write € and rare radicals.
const strict = new TextDecoder('gbk');
/** Private use; control characters but tab and line ends, which XML refuses; €, which Java's GBK has not. */
const UNWANTED = /[^\P{Cc}\t\n\r]|\p{Co}|€/u;

/** The characters of a text that a GBK document cannot carry, each once. */
export function unencodable(text: string): string[] {
  if (isEncodable(text)) return [];
  return [...new Set(Array.from(text).filter((character) => !isEncodable(character)))];
}

function isEncodable(text: string): boolean {
  return !UNWANTED.test(text) && strict.decode(iconv.encode(text, 'gbk')) === text;
}

/** Text as GBK bytes. Throws rather than ever write a '?' for a character that GBK has not. */
export function encodeGbk(text: string): Buffer {
  if (!isEncodable(text))
    throw new Error(`${unencodable(text).length} characters have no GBK form`);
  return iconv.encode(text, 'gbk');
}

/** What a bureau wrote, with the tolerance that reading deserves: GB18030 holds all of GBK and more. */
export function decodeGbk(bytes: Buffer): string {
  return new TextDecoder('gb18030').decode(bytes);
}
