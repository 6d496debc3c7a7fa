/** An address block of ours, both ends included. */
export interface IpRange {
  first: string;
  last: string;
}

/**
 * Reads address blocks as people write them, one to a line: one address, `first-last`, or CIDR. Empty lines
 * are left out. `faults` says line by line what cannot be read.
 */
export function readIpLines(text: string): { ranges: IpRange[]; faults: string[] } {
  const ranges: IpRange[] = [];
  const faults: string[] = [];
  for (const [at, line] of text.split(/\r?\n/).entries()) {
    const words = line.normalize('NFKC').trim();
    if (words === '') continue;
    const read = readRange(words);
    if (typeof read === 'string') faults.push(`第 ${at + 1} 行“${words.slice(0, 40)}”：${read}`);
    else ranges.push(read);
  }
  return { ranges, faults };
}

/** Blocks as lines again; a whole block of a power of two in CIDR. */
export function ipLines(ranges: readonly IpRange[]): string {
  return ranges.map(lineOf).join('\n');
}

function readRange(words: string): IpRange | string {
  const [, base, bits] = /^([\d.]+)\/(\d{1,2})$/.exec(words) ?? [];
  if (base !== undefined && bits !== undefined) return readBlock(base, Number(bits));
  const [first = '', last = first, ...more] = words.split(/\s*[-~–—至到]\s*|\s+/);
  const [from, to] = [numberOf(first), numberOf(last)];
  if (more.length > 0 || from === undefined || to === undefined)
    return '请写 IPv4 地址，如 47.96.0.10、47.96.0.10-47.96.0.20 或 47.96.0.0/24';
  return from > to ? '起始地址大于结束地址' : { first, last };
}

function readBlock(base: string, bits: number): IpRange | string {
  const from = numberOf(base);
  if (from === undefined || bits > 32) return '请写正确的网段，如 47.96.0.0/24';
  const size = 2 ** (32 - bits);
  if (from % size !== 0) return `/${bits} 的网段应从 ${textOf(from - (from % size))} 开始`;
  return { first: base, last: textOf(from + size - 1) };
}

function lineOf({ first, last }: IpRange): string {
  const [from, to] = [numberOf(first) ?? 0, numberOf(last) ?? 0];
  const size = to - from + 1;
  const bits = 32 - Math.log2(size);
  if (size > 1 && Number.isInteger(bits) && from % size === 0) return `${first}/${bits}`;
  return first === last ? first : `${first}-${last}`;
}

function numberOf(ip: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(ip)?.slice(1).map(Number);
  if (!parts || parts.some((part) => part > 255) || /(^|\.)0\d/.test(ip)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

const textOf = (number: number) =>
  [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
