import type { Permission, SignedIn } from './accounts/index.ts';
import type { PageFrame } from './platform/web.ts';

type Group = '备案' | '商店' | '运营';

interface Place {
  href: string;
  label: string;
  icon: string;
  needs: Permission;
  /** Operators see headings; a customer's few places stand side by side. */
  group?: Group;
}

/** Every place of the navigation, in order; a person sees those that his permissions open. */
const PLACES: Place[] = [
  { href: '/filings', label: '我的备案', icon: 'file', needs: 'filing.file' },
  { href: '/shop', label: '商店', icon: 'cart', needs: 'shop.buy' },
  { href: '/my-orders', label: '我的订单', icon: 'box', needs: 'shop.buy' },
  { href: '/balance', label: '余额', icon: 'order', needs: 'shop.buy' },
  { href: '/agent-filings', label: '客户的备案', icon: 'check', needs: 'filing.agent' },
  { href: '/agent-customers', label: '我的客户', icon: 'users', needs: 'filing.agent' },
  { href: '/console', label: '工作台', icon: 'home', needs: 'ops.read' },
  ...under('备案', [
    { href: '/review', label: '备案审核', icon: 'check', needs: 'filing.review' },
    { href: '/all-filings', label: '全部备案', icon: 'list', needs: 'filing.read_all' },
    { href: '/reason-rules', label: '退回规则', icon: 'turn-left', needs: 'filing.read_all' },
    { href: '/service-codes', label: '备案服务号', icon: 'key', needs: 'service_code.manage' },
    { href: '/watched-domains', label: '网站监测', icon: 'globe', needs: 'filing.read_all' },
    { href: '/transfers', label: '导入导出', icon: 'download', needs: 'filing.read_all' },
    { href: '/bureaus', label: '管局接口', icon: 'link', needs: 'bureau.manage' },
  ]),
  ...under('商店', [
    { href: '/shop-desk', label: '商店概览', icon: 'chart', needs: 'shop.read' },
    { href: '/shop-orders', label: '订单', icon: 'list', needs: 'shop.read' },
    { href: '/products', label: '商品', icon: 'box', needs: 'shop.read' },
    { href: '/cards', label: '卡密', icon: 'card', needs: 'shop.read' },
    { href: '/card-batches', label: '卡密入库', icon: 'inbox', needs: 'shop.read' },
    { href: '/coupons', label: '优惠码', icon: 'stamp', needs: 'shop.read' },
    { href: '/announcements', label: '公告', icon: 'bell', needs: 'shop.read' },
    { href: '/payments', label: '钱款', icon: 'order', needs: 'shop.read' },
    { href: '/shop-reports', label: '报表', icon: 'file', needs: 'shop.read' },
    { href: '/webhooks', label: 'Webhook', icon: 'link', needs: 'settings.manage' },
  ]),
  ...under('运营', [
    { href: '/people', label: '人员', icon: 'users', needs: 'people.manage' },
    { href: '/audit', label: '审计', icon: 'shield', needs: 'audit.read' },
    { href: '/settings', label: '设置', icon: 'settings', needs: 'settings.manage' },
  ]),
];

function under(group: Group, places: Place[]): Place[] {
  return places.map((place) => ({ ...place, group }));
}

export function navigationFor(user: SignedIn, path: string): PageFrame['nav'] {
  const own = PLACES.filter((place) => user.may(place.needs));
  return own.map((place) => shown(place, path));
}

/** What a visitor finds around the shop; elsewhere nothing draws him away from what he came for. */
const VISITORS: Omit<Place, 'needs'>[] = [
  { href: '/shop', label: '商店', icon: 'cart' },
  { href: '/order-lookup', label: '查订单', icon: 'search' },
  { href: '/sign-in', label: '登录', icon: 'user' },
];

export function visitorsNavigation(path: string): PageFrame['nav'] {
  if (!/^\/(shop|orders|order-lookup)(\/|$)/.test(path)) return [];
  return VISITORS.map((place) => shown(place, path));
}

function shown({ href, label, icon, group }: Omit<Place, 'needs'>, path: string) {
  const active = path === href || path.startsWith(`${href}/`);
  return { href, label, icon, active, badge: null, group: group ?? null };
}
