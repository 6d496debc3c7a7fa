import { BlockList, isIPv4, isIPv6 } from 'node:net';

// Which addresses a site may have before we send a request there: what is not public is never asked, whoever's
// name stands for it (IANA special-purpose registries of IPv4 and IPv6).

const special = new BlockList();
const V4 = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '192.168.0.0/16', '198.18.0.0/15'],
  ...['198.51.100.0/24', '203.0.113.0/24', '224.0.0.0/4', '240.0.0.0/4'],
];
/** 2000::/3 alone is given out; within it, what carries an address of IPv4, or stands in books. */
const V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'];
for (const block of V4) add(block, 'ipv4');
for (const block of V6) add(block, 'ipv6');
const given = new BlockList();
given.addSubnet('2000::', 3, 'ipv6');

function add(block: string, family: 'ipv4' | 'ipv6'): void {
  const [address = '', bits = ''] = block.split('/');
  special.addSubnet(address, Number(bits), family);
}

/** Whether this is a public address, of IPv4 or IPv6; anything else is none. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  if (!isIPv6(address) || address.includes('%')) return false;
  return given.check(address, 'ipv6') && !special.check(address, 'ipv6');
}
