import { ipNumber } from '../checks/access.ts';
import { moment } from '../clock.ts';
import { findEntity } from '../find.ts';
import { ispsOf } from '../records.ts';
import type { Account, Fields } from '../state.ts';
import type { World } from '../world.ts';
import { group } from '../xml.ts';
import { baxx, pick } from './baxx.ts';
import { codeTables } from './code-tables.ts';

/** What the bureau sends of its own accord: wire name → what it is called on the page. */
export const NOTICES: Record<string, string> = {
  XGTZ: '整改通知',
  HCJG: '核查结果',
  WBAWZLB: '未备案网站列表',
  HMDLB: '黑名单',
  FFJRHMD: '非法接入黑名单',
  HSRW: '核实任务',
  JCDM: '基础代码',
  SJTB: '数据同步',
  'IP.HCJG': 'IP 核查结果',
};

type Builder = (world: World, account: Account, items: Fields[]) => string;

/** Each takes items of wire names; ids, times and defaults are filled in. */
const BUILDERS: Record<string, Builder> = {
  XGTZ: (_world, _account, items) =>
    icp(
      'XGTZ',
      ...items.map((i) =>
        group('Tzxx', pick({ Tzlb: '0', ...i }, 'Tzlb', 'Baxh', 'Jlid', 'Tznr', 'Bz')),
      ),
    ),
  HCJG: (world, _account, items) => icp('HCJG', group('Jgxx', ...checked(world, items))),
  WBAWZLB: unfiled,
  HMDLB: blocked,
  FFJRHMD: (world, account, items) =>
    icp('FFJRHMD', ...items.map((i) => group('Ffjrxx', illegalAccess(world, account, i)))),
  HSRW: (world, account, items) =>
    icp(
      'HSRW',
      ...items.map((i) => {
        const entity = findEntity(world, { id: i['Ztid'] ?? '', number: i['Baxh'] ?? '' });
        return entity ? baxx(world, entity, account.isp_id, 'HSRW') : '';
      }),
    ),
  JCDM: (world) => codeTables(world),
  SJTB: (world, { isp_id }) => {
    const mine = world.state.entities.filter((e) => !e.cancelled && ispsOf(e).has(isp_id));
    return group('SJTB', group('ICP', ...mine.map((entity) => baxx(world, entity, isp_id))));
  },
  'IP.HCJG': (_world, _account, items) =>
    group('IP', group('HCJG', group('Jgxx', ...ipChecked(items)))),
};

const icp = (name: string, ...inner: string[]): string => {
  const body = group(name, ...inner);
  return body ? group('ICP', body) : '';
};

/** The body of a notice; throws in plain words when there is nothing to send. */
export function notice(world: World, account: Account, kind: string, items: Fields[]): string {
  const body = BUILDERS[kind]?.(world, account, items);
  if (!body) throw new Error(`没有可下发的内容：${kind}`);
  return body;
}

// The parts of HCJG in the order of the schema; an item says in `part` which one it is.
function checked(world: World, items: Fields[]): string[] {
  const parts: Record<string, string[]> = {
    Zthc: ['Ztid', 'Dwmc', 'Zjlx', 'Zjhm', 'Cwyy', 'Bz'],
    Jrhc: ['Wzid', 'Wz_Baxh', 'Ym', 'Jxip', 'Bbisp', 'Hcjg', 'Hcsj', 'Jrid', 'Bz'],
    Kkwzhc: ['Wzid', 'Wz_Baxh', 'Hcjg', 'Hcsj', 'Syurl', 'Bz'],
    Wzch: ['Wzid', 'Wz_Baxh', 'Syurl', 'Hcsj', 'Bz'],
  };
  return partsOf(items, parts, { Hcsj: moment(world.now()) });
}

function ipChecked(items: Fields[]): string[] {
  return partsOf(items, {
    Yj: ['Yjjlid', 'Qsip', 'Zzip', 'Yjlx', 'Yjqsip', 'Yjzzip', 'Bz'],
    Ct: ['Ctjlid', 'Qsip1', 'Zzip1', 'Ctbbdwid', 'Qsip2', 'Zzip2', 'Ctlx', 'Bz'],
    Wb: ['Qsip', 'Zzip', 'Fpdw', 'Wblx', 'Bz'],
  });
}

function partsOf(
  items: Fields[],
  parts: Record<string, string[]>,
  defaults: Fields = {},
): string[] {
  return Object.entries(parts).flatMap(([part, names]) =>
    items
      .filter((item) => (item['part'] ?? Object.keys(parts)[0]) === part)
      .map((item) => group(part, pick(numbered({ ...defaults, ...item }), ...names))),
  );
}

/** Addresses may be given with dots; the wire has them as numbers. */
const numbered = (item: Fields): Fields =>
  Object.fromEntries(
    Object.entries(item).map(([name, value]) => [
      name,
      /^(\d+\.){3}\d+$/.test(value) ? String(ipNumber(value)) : value,
    ]),
  );

function unfiled(world: World, account: Account, items: Fields[]): string {
  const at = moment(world.now());
  return icp(
    'WBAWZLB',
    ...items.map((item) => {
      const id = world.newId();
      const domain = item['Wzym_mc'] ?? '';
      world.state.unfiled.push({ id, domain, isp_id: account.isp_id, handled: false });
      const all = { Jccs: '1', Dqjcsj: at, Scjcsj: at, Yys: '10000', ...item, Id: String(id) };
      return group(
        'Wbawz_xx',
        pick(
          numbered({ Sssh: account.province, Jrs: String(account.isp_id), ...all }),
          'Id',
          'Wzym_mc',
          'IP',
          'Dqjcsj',
          'Jccs',
          'Sssh',
          'Scjcsj',
          'Jrs',
          'Yys',
          'Bz',
        ),
      );
    }),
  );
}

// What is put on the list is refused from then on (1064, 1065); Czlx 2 takes it off again.
function blocked(world: World, _account: Account, items: Fields[]): string {
  const { state } = world;
  const listed = (list: string[], value: string, off: boolean) =>
    off ? list.filter((one) => one !== value) : [...new Set([...list, value])];
  const each = items.map((raw) => {
    const item = { Czlx: '0', ...raw };
    const off = item.Czlx === '2';
    if (raw['Ym']) {
      state.blocked_domains = listed(state.blocked_domains, raw['Ym'].toLowerCase(), off);
      const site = group(
        'Wz_xx',
        pick(raw, 'Wzmc'),
        group('Ym_xx', pick(raw, 'Ym')),
        pick(raw, 'Syurl'),
      );
      return { entity: '', site: group('Wzhmdxxs', site, pick(item, 'Czlx', 'Bz')) };
    }
    state.blocked_certificates = listed(state.blocked_certificates, raw['Zjhm'] ?? '', off);
    const entity = group(
      'Zt_xx',
      pick(raw, 'Dwmc', 'Dwxz'),
      group('Zj', pick(raw, 'Zjlx', 'Zjhm')),
    );
    return { entity: group('Zthmdxxs', entity, pick(item, 'Czlx', 'Bz')), site: '' };
  });
  return icp('HMDLB', ...each.map((e) => e.entity), ...each.map((e) => e.site));
}

function illegalAccess(world: World, account: Account, item: Fields): string {
  const all = {
    Id: String(world.newId()),
    Zjjrz: String(account.isp_id),
    Szs: account.province,
    Dqjcsj: moment(world.now()),
    ...item,
  };
  return pick(numbered(all), 'Id', 'Ym', 'Ip', 'Zjjrz', 'Szs', 'Dqjcsj', 'Bz');
}
