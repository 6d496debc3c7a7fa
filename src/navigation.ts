import type { Permission, SignedIn } from './accounts/index.ts';
import type { PageFrame } from './platform/web.ts';

interface Place {
  href: string;
  label: string;
  icon: string;
  needs: Permission;
}

/** Every place of the navigation, in order; a person sees those that his permissions open. */
const PLACES: Place[] = [
  { href: '/filings', label: '我的备案', icon: 'file', needs: 'filing.file' },
  { href: '/agent-filings', label: '客户的备案', icon: 'check', needs: 'filing.agent' },
  { href: '/agent-customers', label: '我的客户', icon: 'users', needs: 'filing.agent' },
  { href: '/console', label: '工作台', icon: 'home', needs: 'ops.read' },
  { href: '/review', label: '备案审核', icon: 'check', needs: 'filing.review' },
  { href: '/all-filings', label: '全部备案', icon: 'list', needs: 'filing.read_all' },
  { href: '/reason-rules', label: '退回规则', icon: 'turn-left', needs: 'filing.read_all' },
  { href: '/service-codes', label: '备案服务号', icon: 'key', needs: 'service_code.manage' },
  { href: '/watched-domains', label: '网站监测', icon: 'globe', needs: 'filing.read_all' },
  { href: '/transfers', label: '导入导出', icon: 'download', needs: 'filing.read_all' },
  { href: '/bureaus', label: '管局接口', icon: 'link', needs: 'bureau.manage' },
  { href: '/people', label: '人员', icon: 'users', needs: 'people.manage' },
  { href: '/audit', label: '审计', icon: 'shield', needs: 'audit.read' },
  { href: '/settings', label: '设置', icon: 'settings', needs: 'settings.manage' },
];

export function navigationFor(user: SignedIn, path: string): PageFrame['nav'] {
  return PLACES.filter((place) => user.may(place.needs)).map(({ href, label, icon }) => ({
    href,
    label,
    icon,
    active: path === href || path.startsWith(`${href}/`),
    badge: null,
  }));
}
