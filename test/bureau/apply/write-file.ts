import { encodeGbk } from '../../../src/bureau/wire/gbk.ts';
import type { DrawnFile, Item, Site } from './items.ts';

type Node = [name: string, ...inner: (Node | string)[]];

/** Where an item stands: the group and the part of the document, and what is written there. */
function placed(item: Item, own: string): [group: string, part: string, node: Node] {
  switch (item.kind) {
    case 'published':
      return ['ICP', 'BASJ', record(item, own)];
    case 'listed':
      return ['SJTB', 'ICP', record(item, own)];
    case 'cancelled': {
      const type = { entity: '0', service: '1', access: '2' }[item.what];
      return ['ICP', 'ZXSJ', ['Zxxx', ['Zxlb', type], ['Jlid', item.id]]];
    }
    case 'block_entity': {
      const certificate: Node = ['Zj', ['Zjlx', '1'], ['Zjhm', `X${item.number}`]];
      const entity: Node = ['Zt_xx', ['Dwmc', item.name], certificate];
      return ['ICP', 'HMDLB', ['Zthmdxxs', entity, ['Czlx', item.operation]]];
    }
    case 'block_site': {
      const domains = item.domains.map((one): Node => ['Ym_xx', ['Ym', one]]);
      const site: Node = ['Wz_xx', ['Wzmc', item.name], ...domains];
      return ['ICP', 'HMDLB', ['Wzhmdxxs', site, ['Czlx', item.operation]]];
    }
    case 'illegal':
      return [
        'ICP',
        'FFJRHMD',
        [
          'Ffjrxx',
          ['Id', item.id],
          ['Ym', item.domain],
          ['Ip', String(item.ip)],
          ['Czlx', item.operation],
        ],
      ];
    case 'unfiled':
      return [
        'ICP',
        'WBAWZLB',
        ['Wbawz_xx', ['Id', item.id], ['Wzym_mc', item.domain], ['Jccs', item.times]],
      ];
    case 'verify':
      return ['ICP', 'HSRW', ['Baxx', ['Zt_xx', ['Ztid', item.entity], ['Dwmc', item.name]]]];
    case 'rectify':
      return [
        'ICP',
        'XGTZ',
        ['Tzxx', ['Tzlb', item.service ? '1' : '0'], ['Jlid', item.id], ['Tznr', item.words]],
      ];
    case 'stranger':
      return [
        'ICP',
        'BAJG',
        ['Jg_xx', ['Jgxx', ['Jgdm', '1004']], ['Czlx', '1'], ['Bs', item.about]],
      ];
    case 'unheard':
      return ['ICP', 'XYZ', ['Neu', item.text]];
    case 'codes': {
      const rows = item.rows.map(
        (row): Node => ['Yylb', ['Id', row.id], ['Mc', row.name], ['Sfyx', row.valid ? '1' : '0']],
      );
      return ['JCDM', 'Jcdm_xx', ['Yylb_dms', ...rows]];
    }
    case 'listed_ip': {
      const address = [
        'Lyxx',
        ['Id', item.id],
        ['Qsip', String(item.ip)],
        ['Zzip', String(item.ip)],
      ];
      // A tuple in a literal is widened to an array.
      return ['SJTB', 'IP', ['Iply', address as Node]];
    }
    case 'listed_domain':
      return ['SJTB', 'YM', ['Ymxx', ['Id', item.id], ['Ym', item.domain]]];
    case 'domain_result':
      return ['YM', 'BAJG', ['Jg_xx', ['Jgxx', ['Jgdm', item.code]], ['IspId', item.our]]];
    case 'ip_result':
      return ['IP', 'BAJG', [item.list, ['Jgxx', ['Jgdm', item.code]], ['IspId', item.our]]];
    case 'ip_check':
      return ['IP', 'HCJG', ['Jgxx', ipCheck(item)]];
    default:
      return ['ICP', 'HCJG', ['Jgxx', check(item)]];
  }
}

type Check = Extract<Item, { kind: `check_${string}` }>;
function check(item: Check): Node {
  switch (item.kind) {
    case 'check_entity':
      return ['Zthc', ['Ztid', item.entity], ['Dwmc', '甲'], ['Cwyy', item.words]];
    case 'check_access':
      return [
        'Jrhc',
        ['Wzid', item.service],
        ['Ym', item.domain],
        ['Jrid', item.access],
        ['Hcjg', item.found],
      ];
    case 'check_shell':
      return ['Kkwzhc', ['Wzid', item.service], ['Hcjg', item.dead ? '1' : '0'], ['Hcsj', item.at]];
    case 'check_life':
      return ['Wzch', ['Wzid', item.service], ['Hcsj', item.at]];
  }
}

function ipCheck({ found, ip, note }: Extract<Item, { kind: 'ip_check' }>): Node {
  const mark = found === 'Ct' ? '1' : '';
  return [found, [`Qsip${mark}`, String(ip)], [`Zzip${mark}`, String(ip)], ['Bz', note]];
}

function record(item: Extract<Item, { kind: 'published' | 'listed' }>, own: string): Node {
  const entity: Node = [
    'Zt_xx',
    ['IspZtid', item.own && item.entity === '1' ? own : ''],
    ['Ztid', item.entity],
    ['Dwmc', item.name],
    ['Zj', ['Zjlx', '1'], ['Zjhm', `X${item.entity}`]],
    ['Zjxgsj', item.changed],
  ];
  return ['Baxx', entity, ...item.sites.map(site)];
}

function site({ id, changed, name, domains, accesses }: Site): Node {
  return [
    'Wz_xx',
    ['Wzid', id],
    ['Wzmc', name],
    ...domains.map((one): Node => ['Ym_xx', ['Ymid', '5'], ['Ym', one]]),
    ...accesses.map(
      (one): Node => [
        'Jr_xx',
        ['Jrid', one.id],
        ['Ispid', one.provider],
        ['Ip_xx', ['Ipid', '6'], ['Qsip', String(one.ip)], ['Zzip', String(one.ip)]],
      ],
    ),
    ['Zjxgsj', changed],
  ];
}

/** The file as it would be unpacked: parts in the order of their first items, a part begun anew now and then. */
export function fileXml({ items, noisy }: DrawnFile, own: string): Buffer {
  const groups = new Map<string, Map<string, Node[]>>();
  for (const item of items) {
    const [group, part, node] = placed(item, own);
    const parts = groups.get(group) ?? new Map<string, Node[]>();
    groups.set(group, parts);
    parts.set(part, [...(parts.get(part) ?? []), node]);
  }
  const body = [...groups]
    .map(([group, parts]) => `<${group}>${[...parts].map(written(noisy)).join('')}</${group}>`)
    .join('');
  return encodeGbk(
    `<?xml version="1.0" encoding="GBK"?>\n<DownloadData version="V.3.0">${body}</DownloadData>`,
  );
}

const NOISE = '<Kzxx lx="1"><Ztid>77</Ztid><Neu/></Kzxx>';

function written(noisy: boolean) {
  return ([part, nodes]: [string, Node[]]): string => {
    const half = noisy && nodes.length > 1 ? Math.ceil(nodes.length / 2) : nodes.length;
    const elements = [nodes.slice(0, half), nodes.slice(half)].filter((some) => some.length > 0);
    return elements
      .map((some) => `<${part}>${some.map((node) => xml(node, noisy)).join('')}</${part}>`)
      .join('');
  };
}

function xml([name, ...inner]: Node, noisy: boolean): string {
  const text = inner.map((one) => (typeof one === 'string' ? one : xml(one, noisy))).join('');
  const isGroup = inner.some((one) => typeof one !== 'string');
  const isTable = name.endsWith('_dms');
  return `<${name}>${noisy && isGroup && !isTable ? NOISE : ''}${text}</${name}>`;
}
