import { dotted } from './checks/access.ts';
import { type Finding, finding } from './checks/finding.ts';
import { demandedOf } from './demanded.ts';
import { queueFile } from './download.ts';
import type { IpRecord, Upload } from './state.ts';
import type { World } from './world.ts';
import { child, children, group, leaf, type Node, text } from './xml.ts';

/** Result table of BAJG → wire names of its part below XZBA, XGBA and SCBA, each with its rows. */
const TABLES: [table: string, parts: [part: string, row: string][]][] = [
  [
    'Lyjg',
    [
      ['Xzly', 'Ly'],
      ['Xgly', 'Ly_xx'],
      ['Scly', 'Ly'],
    ],
  ],
  [
    'Fpjg',
    [
      ['Xzfp', 'Fpsy'],
      ['Xgfp', 'Fpsy'],
      ['Scfp', 'Fpsy'],
    ],
  ],
  [
    'Gbjs',
    [
      ['Xzgbjs', 'Jsxx'],
      ['Xggbjs', 'Jsxx'],
      ['Scgbjs', 'Jsxx'],
    ],
  ],
  [
    'Zdip',
    [
      ['Zdip', 'Zdxx'],
      ['XgZd', 'Zdxx'],
      ['Sczd', 'Zdxx'],
    ],
  ],
];
const DONE = 2998;
const ACTS = ['XZBA', 'XGBA', 'SCBA'];

/** What an assignment needs, by code, when it is assigned and used (Fpfs = 1). */
const NEEDED: [string, number][] = [
  ['Syfs', 2032],
  ['Fprq', 2030],
  ['Dwmc', 2031],
  ['Dwxz', 2034],
  ['Shengid', 2037],
  ['Shiid', 2038],
  ['Xxdz', 2036],
  ['Lxrxm', 2040],
  ['Lxrdh', 2039],
  ['Lxrdzyj', 2042],
];

/** IP filing: every row is answered at once, 2998 with the bureau's id or its faults. */
export function takeIpFile(world: World, upload: Upload, ip: Node): void {
  const results = TABLES.flatMap(([table, parts]) =>
    parts.flatMap(([part, row], act) =>
      children(child(ip, ACTS[act]!, part), row).map((item) =>
        takeRow(world, upload, table, act, item),
      ),
    ),
  );
  upload.codes = [...new Set(results.map(({ code }) => code))];
  queueFile(
    world,
    upload.isp_id,
    'IP.BAJG',
    group('IP', group('BAJG', ...results.map((r) => r.xml))),
  );
}

function takeRow(world: World, upload: Upload, table: string, act: number, item: Node) {
  const records = world.state.ip_records;
  const known = records.find((r) => String(r.id) === text(item, 'Id'));
  const demanded = demandedOf(world, 'data_code');
  const codes = demanded.length ? demanded : checkedRow(world, upload, table, act, item, known);
  const isDone = codes.every(({ code }) => code === DONE);
  const record: IpRecord = {
    // A row that is not there is answered under the number that was given for it.
    id: known?.id ?? Number(text(item, 'Id')),
    isp_id: upload.isp_id,
    table,
    from: Number(text(item, 'Qsip')),
    to: Number(text(item, 'Zzip')),
  };
  if (isDone) {
    record.id ||= world.newId();
    if (known) records.splice(records.indexOf(known), 1);
    if (act < 2) records.push(record);
  }
  const xml = group(
    table,
    ...codes.map(({ code, words }) => group('Jgxx', leaf('Jgdm', code), leaf('Dmms', words))),
    leaf('Id', record.id || undefined),
    leaf('Czlx', act + 1),
    leaf('IspId', text(item, 'IspId')),
  );
  return { xml, code: codes[0]!.code };
}

function checkedRow(...row: Parameters<typeof checkRow>): Finding[] {
  const findings = checkRow(...row);
  return findings.length ? findings : [finding(DONE)];
}

function checkRow(
  world: World,
  { isp_id }: Upload,
  table: string,
  act: number,
  item: Node,
  known: IpRecord | undefined,
): Finding[] {
  if (act > 0 && !known) return [finding(2055, text(item, 'Id'))];
  if (known && known.isp_id !== isp_id) return [finding(2054, text(item, 'Id'))];
  if (act === 2) return [];
  if (table === 'Gbjs') return [finding(2051)];
  const [from, to] = [Number(text(item, 'Qsip')), Number(text(item, 'Zzip'))];
  const range = `${dotted(from)}-${dotted(to)}`;
  if (from > to) return [finding(2002, range)];
  const own = world.state.ip_records.filter((r) => r.isp_id === isp_id && r !== known);
  const inside = (r: IpRecord) => r.from <= from && to <= r.to;
  if (own.some((r) => r.table === table && r.from <= to && from <= r.to)) {
    return [finding(2003, range)];
  }
  if (table === 'Fpjg' && !own.some((r) => r.table === 'Lyjg' && inside(r))) {
    return [finding(2005, range)];
  }
  const use = text(item, 'Fpfs');
  if (use === '2' && !text(item, 'Fpdx')) return [finding(2047)];
  const needed = use === '1' ? NEEDED : use === '3' ? NEEDED.slice(0, 2) : [];
  return needed.flatMap(([name, code]) => (text(item, name) ? [] : [finding(code)]));
}

/** Domain filing is for registrars at the ministry: a provincial bureau refuses every row (3036). */
export function takeDomainFile(world: World, upload: Upload, ym: Node): void {
  const results = ACTS.flatMap((act, i) =>
    (child(ym, act)?.children ?? []).map((item) => {
      const { code, words } = demandedOf(world, 'data_code')[0] ?? finding(3036);
      const xml = group(
        'Jg_xx',
        group('Jgxx', leaf('Dmms', words), leaf('Jgdm', code)),
        leaf('Id', text(item, 'Id') || undefined),
        leaf('Czlx', i + 1),
        leaf('IspId', text(item, 'IspId')),
      );
      return { code, xml };
    }),
  );
  upload.codes = [...new Set(results.map(({ code }) => code))];
  const body = group('BAJG', ...results.map(({ xml }) => xml));
  queueFile(world, upload.isp_id, 'YM.BAJG', group('YM', body));
}
