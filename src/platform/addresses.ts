import { BlockList, isIPv4, isIPv6 } from 'node:net';

// What kind of network an address belongs to (IANA special-purpose registries), for those who send requests there.

/** `public` anywhere · `private` a network of somebody's own · `never` what no service of anybody's stands at. */
export type Network = 'public' | 'private' | 'never';

const NEVER_V4 = [
  // This network, link-local (and the metadata of clouds: 169.254.169.254, 100.100.100.200), multicast, reserved.
  ...['0.0.0.0/8', '169.254.0.0/16', '100.100.100.200/32', '192.0.0.0/24', '192.88.99.0/24'],
  ...['224.0.0.0/4', '240.0.0.0/4'],
];
const PRIVATE_V4 = [
  ...['10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ...['192.0.2.0/24', '198.18.0.0/15', '198.51.100.0/24', '203.0.113.0/24'],
];
/** ::1, unique local without the clouds' metadata, and 2000::/3 without what is not given out to anybody. */
const PRIVATE_V6 = ['::1/128', 'fc00::/7'];
const NEVER_V6 = ['fd00:ec2::/32', 'fd20:ce::/32'];
const PUBLIC_V6 = ['2000::/3'];
const NOT_PUBLIC_V6 = ['2001::/23', '2001:db8::/32', '3fff::/20'];

const lists = {
  neverV4: listOf(NEVER_V4),
  privateV4: listOf(PRIVATE_V4),
  neverV6: listOf([...NEVER_V6, ...NOT_PUBLIC_V6]),
  privateV6: listOf(PRIVATE_V6),
  publicV6: listOf(PUBLIC_V6),
};

/** The network of an address of IPv4 or IPv6; what carries an IPv4 address within it is judged by that. */
export function networkOf(address: string): Network {
  if (isIPv4(address)) {
    if (lists.neverV4.check(address, 'ipv4')) return 'never';
    return lists.privateV4.check(address, 'ipv4') ? 'private' : 'public';
  }
  if (!isIPv6(address) || address.includes('%')) return 'never';
  const inner = carriedV4(address);
  if (inner) return networkOf(inner);
  if (lists.neverV6.check(address, 'ipv6')) return 'never';
  if (lists.privateV6.check(address, 'ipv6')) return 'private';
  return lists.publicV6.check(address, 'ipv6') ? 'public' : 'never';
}

/** A list of addresses and networks ('10.1.0.0/16'); throws a RangeError for what is neither. */
export function listOf(networks: readonly string[]): BlockList {
  const list = new BlockList();
  for (const network of networks) {
    const [address = '', bits] = network.split('/');
    const family = isIPv4(address) ? 'ipv4' : 'ipv6';
    if (family === 'ipv6' && !isIPv6(address)) throw new RangeError(`no network: ${network}`);
    const most = family === 'ipv4' ? 32 : 128;
    const length = bits === undefined ? most : Number(bits);
    if (!Number.isInteger(length) || length < 0 || length > most) {
      throw new RangeError(`no network: ${network}`);
    }
    list.addSubnet(address, length, family);
  }
  return list;
}

export function isIn(list: BlockList, address: string): boolean {
  const plain = carriedV4(address) ?? address;
  return list.check(plain, isIPv4(plain) ? 'ipv4' : 'ipv6');
}

/** Forms of IPv6 that lead to an IPv4 address: mapped, compatible, translated (64:ff9b::), 6to4. */
function carriedV4(address: string): string | undefined {
  const words = isIPv6(address) && !address.includes('%') ? wordsOf(address) : undefined;
  if (!words) return undefined;
  const [a = 0, b = 0] = words;
  if (a === 0x2002) return dotted(b, words[2] ?? 0);
  const high = words.slice(0, 6);
  const isZero = (from: number, to: number) => high.slice(from, to).every((word) => word === 0);
  const isMapped = isZero(0, 5) && (high[5] === 0xffff || high[5] === 0);
  const isTranslated = isZero(0, 4) && high[4] === 0xffff && high[5] === 0;
  const isNat64 = a === 0x64 && b === 0xff9b;
  const low = words.slice(6);
  // ::1 is an address of its own; so is ::.
  if (isMapped && high[5] === 0 && low[0] === 0 && (low[1] ?? 0) < 2) return undefined;
  return isMapped || isTranslated || isNat64 ? dotted(low[0] ?? 0, low[1] ?? 0) : undefined;
}

const dotted = (high: number, low: number) =>
  [high >> 8, high & 255, low >> 8, low & 255].join('.');

function wordsOf(address: string): number[] {
  // The URL parser knows every way to write it, and gives one.
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [head = '', tail] = plain.split('::');
  const list = (text: string) =>
    text === '' ? [] : text.split(':').map((word) => Number.parseInt(word, 16));
  if (tail === undefined) return list(head);
  const [front, back] = [list(head), list(tail)];
  return [...front, ...new Array<number>(8 - front.length - back.length).fill(0), ...back];
}
