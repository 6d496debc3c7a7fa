import { DELIVERIES, type Delivery } from '../../../catalog/index.ts';
import { linkTo } from '../../../platform/links.ts';
import { centsOf } from '../../../platform/money.ts';
import { type OrderStatus, STATUSES } from '../../tables.ts';

/** What is asked of the list, as it stands in the address; '' for what is not asked for. */
export interface Asked {
  status: OrderStatus | '';
  product_no: string;
  gateway: string;
  delivery: Delivery | '';
  /** Days in Beijing, 'YYYY-MM-DD', both included. */
  from: string;
  to: string;
  late: '1' | '';
  /** Yuan as they were typed. */
  least: string;
  most: string;
  /** Keyed digests of a buyer, hex, one or several with '.' between: what a search for a contact leads to. */
  buyer: string;
}

/** The filter of an address; what does not fit is as if it were not asked for. */
export function readAsked(query: Readonly<Record<string, unknown>>): Asked {
  const text = (name: string) => (typeof query[name] === 'string' ? query[name].trim() : '');
  const fitting = (name: string, pattern: RegExp) => (pattern.test(text(name)) ? text(name) : '');
  return {
    status: STATUSES.find((status) => status === text('status')) ?? '',
    product_no: fitting('product_no', /^SP[0-9A-Z]{16}$/),
    gateway: fitting('gateway', /^[a-z0-9_]{1,20}$/),
    delivery: DELIVERIES.find((delivery) => delivery === text('delivery')) ?? '',
    from: fitting('from', /^\d{4}-[01]\d-[0-3]\d$/),
    to: fitting('to', /^\d{4}-[01]\d-[0-3]\d$/),
    late: text('late') === '1' ? '1' : '',
    least: centsOf(text('least')) === undefined ? '' : text('least'),
    most: centsOf(text('most')) === undefined ? '' : text('most'),
    buyer: fitting('buyer', /^[0-9a-f]{32}(\.[0-9a-f]{32}){0,3}$/),
  };
}

/** The id that the page before ended with. */
export function pageKey(text: unknown): number | undefined {
  return typeof text === 'string' && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : undefined;
}

export const isAskedFor = (asked: Asked): boolean => Object.values(asked).some((one) => one !== '');

/** The address of a list of these orders. */
export function placeFor(
  asked: Asked,
  more: Record<string, string | number | undefined> = {},
  path = '/shop-orders',
): string {
  return linkTo(path, { ...asked, ...more });
}
