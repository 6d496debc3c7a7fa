/** An IPv4 address as the unsigned number the interface sends; undefined when it is not one. */
export function ipNumber(text: string): number | undefined {
  const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}

/** The dotted form of an unsigned 32-bit number. */
export function dottedIp(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}

/** Blocks of the IANA special-purpose registry that are never a website's public address. */
const SPECIAL = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...[
    '192.0.0.0/24',
    '192.88.99.0/24',
    '192.168.0.0/16',
    '198.18.0.0/15',
    '224.0.0.0/4',
    '240.0.0.0/4',
  ],
];
const EXAMPLES = ['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'];

const blockOf = (text: string): readonly [number, number] => {
  const [address = '', bits = '32'] = text.split('/');
  const first = ipNumber(address) ?? 0;
  return [first, first + 2 ** (32 - Number(bits)) - 1];
};
const SPECIAL_BLOCKS = SPECIAL.map(blockOf);
const EXAMPLE_BLOCKS = EXAMPLES.map(blockOf);

/** Whether two ranges, ends included, have an address in common. */
export function overlap(one: readonly [number, number], other: readonly [number, number]): boolean {
  return one[0] <= other[1] && other[0] <= one[1];
}

export function touchesSpecial(range: readonly [number, number]): boolean {
  return SPECIAL_BLOCKS.some((block) => overlap(range, block));
}

/** Addresses set aside for examples in documents: only a demonstration uses them. */
export function touchesExamples(range: readonly [number, number]): boolean {
  return EXAMPLE_BLOCKS.some((block) => overlap(range, block));
}
