import { ACCESS_METHODS, has } from '../data/tables.ts';
import { PROVINCES } from '../provinces.ts';
import type { Access, Fields } from '../state.ts';
import { type Bench, type Finding, unless } from './finding.ts';
import type { Reported } from './reported.ts';

/** Blocks that cannot serve the public: this network, private, shared, loopback, link-local, multicast. */
const UNUSABLE = [
  '0.0.0.0-0.255.255.255',
  '10.0.0.0-10.255.255.255',
  '100.64.0.0-100.127.255.255',
  '127.0.0.0-127.255.255.255',
  '169.254.0.0-169.254.255.255',
  '172.16.0.0-172.31.255.255',
  '192.168.0.0-192.168.255.255',
  '224.0.0.0-255.255.255.255',
].map(rangeOf);

/** `1.2.3.4` or decimal as an unsigned number; NaN when it is neither. */
export function ipNumber(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  const parts = text.split('.').map(Number);
  const fits = parts.length === 4 && parts.every((part) => part >= 0 && part <= 255);
  return fits ? parts.reduce((sum, part) => sum * 256 + part, 0) : Number.NaN;
}

/** `1.2.3.0-1.2.3.255` as two numbers; a single address is a range of one. */
export function rangeOf(text: string): [number, number] {
  const [from = '', to = from] = text.split('-');
  return [ipNumber(from.trim()), ipNumber(to.trim())];
}

const bounds = ({ Qsip = '', Zzip = '' }: Fields): [number, number] => [Number(Qsip), Number(Zzip)];
const overlap = ([a, b]: [number, number], [c, d]: [number, number]): boolean => a <= d && c <= b;
const shape = (one: Access): string =>
  JSON.stringify([one.locations, one.methods, one.ips.map(bounds)]);

/**
 * Accesses of a site: 1006 range, 1024 overlap, 1029 twice the same, 1035/1036 codes, 1038/1040
 * reported already, 1063 outside the addresses that the ISP has filed.
 */
export function checkAccesses(
  { world, account }: Bench,
  accesses: Access[],
  site: string,
  reported: Reported,
): Finding[] {
  const filed = [
    ...account.ip_ranges.map(rangeOf),
    ...world.state.ip_records
      .filter((r) => r.isp_id === account.isp_id && r.table === 'Fpjg')
      .map((r): [number, number] => [r.from, r.to]),
  ];
  const twice = new Set(accesses.map(shape)).size < accesses.length;
  return [
    ...unless(!twice, 1029, '', site),
    ...accesses.flatMap((access) => [
      ...unless(
        access.methods.every((id) => has(ACCESS_METHODS, id)),
        1035,
        access.methods.join(),
        site,
      ),
      ...unless(access.locations.every(isLocation), 1036, access.locations.join(), site),
      ...unless(
        !reported.accesses.has(access.ids['IspJrid'] ?? ''),
        1038,
        access.ids['IspJrid'],
        site,
      ),
      ...unless(!access.ips.some(({ IspIpid = '' }) => reported.ips.has(IspIpid)), 1040, '', site),
      ...checkRanges(access.ips, filed, site),
    ]),
  ];
}

const isLocation = (id: string): boolean => PROVINCES.some((p) => String(p.location) === id);

function checkRanges(ips: Fields[], filed: [number, number][], site: string): Finding[] {
  const ranges = ips.map(bounds);
  const bad = ranges.filter((r) => r[0] > r[1] || UNUSABLE.some((block) => overlap(block, r)));
  const clash = ranges.some((a, i) => ranges.slice(i + 1).some((b) => overlap(a, b)));
  const foreign = ranges.filter(
    (r) => filed.length && !filed.some(([from, to]) => from <= r[0] && r[1] <= to),
  );
  return [
    ...bad.flatMap((r) => unless(false, 1006, r.map(dotted).join('-'), site)),
    ...unless(!clash, 1024, '', site),
    ...foreign.flatMap((r) => unless(false, 1063, r.map(dotted).join('-'), site)),
  ];
}

/** An address as people write it. */
export const dotted = (ip: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(ip / 2 ** shift) % 256).join('.');
