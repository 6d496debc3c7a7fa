import { LIMITS, type ServiceForm } from '../forms.ts';
import {
  type Control,
  inWords,
  optionsOf,
  rowsWith,
  type Section,
  selectOf,
  textField,
} from './controls.ts';
import type { ServicePage } from './service-fields.ts';

/** How many addresses are offered one by one; a provider with more names his ranges instead. */
const MOST_PICKED = 256;

type Ranges = readonly { first: string; last: string }[];

/** Where the website stands: how it is connected, where its server is, and at which addresses. */
export function accessSection(at: string, service: ServiceForm, page: ServicePage): Section {
  const choice = (field: 'methods' | 'locations', table: string, more: object): Control => ({
    partial: 'choice',
    arg: {
      name: `${at}.access.${field}`,
      label: '',
      value: service.access[field],
      type: 'checkbox',
      size: 's',
      required: true,
      options: optionsOf(page.codes[table]),
      ...more,
    },
  });
  const { filling } = page;
  const blank = { first: '', last: '' };
  const ips = rowsWith(service.access.ips, blank, LIMITS.ips, filling?.spare.ips);
  return {
    id: 'access',
    title: '接入信息',
    note: '不清楚时请看购买服务器时的说明，或咨询客服',
    controls: [
      choice('methods', 'access_methods', { label: '接入方式' }),
      choice('locations', 'server_locations', { label: '服务器放置地', size: 'xs' }),
      ...ips.flatMap((ip, row) => {
        const name = `${at}.access.ips.${row}`;
        return filling
          ? ipFields(name, ip, row, filling.ip_ranges)
          : [textField(`${name}.first`, inWords(ip), { label: `服务器 IP ${row + 1}` })];
      }),
    ],
    acts:
      service.access.ips.length < LIMITS.ips
        ? [{ name: 'add', value: 'ips', label: '再加一个 IP' }]
        : [],
  };
}

/** Picked from the provider's addresses where they are few; else typed, checked against his ranges. */
function ipFields(
  at: string,
  ip: { first: string; last: string },
  row: number,
  ranges: Ranges,
): Control[] {
  const addresses = addressesIn(ranges);
  if (addresses) {
    const known = ip.first && !addresses.includes(ip.first) ? [ip.first, ...addresses] : addresses;
    const options = selectOf(known.map((address) => ({ id: address, name: address })));
    return [
      textField(`${at}.first`, ip.first, {
        label: `服务器 IP ${row + 1}`,
        type: 'select',
        options,
        required: row === 0,
      }),
    ];
  }
  const shown = ranges
    .slice(0, 5)
    .map(({ first, last }) => `${first}–${last}`)
    .join('，');
  return [
    textField(`${at}.first`, ip.first, {
      label: `服务器 IP ${row + 1}`,
      required: row === 0,
      inputmode: 'decimal',
      maxlength: 15,
      hint: shown ? `我们的 IP 段：${shown}` : '开通服务器时给您的公网 IP',
    }),
    textField(`${at}.last`, ip.last === ip.first ? '' : ip.last, {
      label: '到（连续多个时填写）',
      inputmode: 'decimal',
      maxlength: 15,
      hint: '只有一个 IP 时留空',
    }),
  ];
}

function addressesIn(ranges: Ranges): string[] | undefined {
  const list: string[] = [];
  for (const { first, last } of ranges) {
    for (let at = numberOf(first); at <= numberOf(last); at++) {
      if (list.length >= MOST_PICKED) return undefined;
      list.push([24, 16, 8, 0].map((shift) => (at / 2 ** shift) & 255).join('.'));
    }
  }
  return list.length > 0 ? list : undefined;
}

function numberOf(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
