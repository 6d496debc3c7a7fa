/** Every role, in the words people read. */
export const ROLES = {
  administrator: '超级管理员',
  reviewer: '备案审核员',
  operator: '卡密运营',
  auditor: '审计员',
  agent: '代理商',
  customer: '客户',
} as const;
export type Role = keyof typeof ROLES;
export const roles = [
  'administrator',
  'reviewer',
  'operator',
  'auditor',
  'agent',
  'customer',
] as const;

/** Every permission, and the roles that have it. The one place where that is decided. */
const GRANTED = {
  'filing.file': ['customer'],
  'filing.agent': ['agent'],
  'filing.review': ['administrator', 'reviewer'],
  'filing.rules': ['administrator', 'reviewer'],
  'filing.read_all': ['administrator', 'reviewer', 'auditor'],
  'domain.ask': ['administrator', 'reviewer', 'operator'],
  'bureau.manage': ['administrator'],
  'settings.manage': ['administrator'],
  'people.manage': ['administrator'],
  'audit.read': ['administrator', 'auditor'],
  'ops.read': ['administrator', 'reviewer', 'operator', 'auditor'],
  'personal.reveal': ['administrator', 'reviewer', 'auditor'],
  'service_code.manage': ['administrator', 'operator'],
  'shop.read': ['administrator', 'operator', 'auditor'],
  'shop.manage': ['administrator', 'operator'],
  'money.manage': ['administrator', 'operator'],
  'card.reveal': ['administrator', 'operator'],
  'shop.buy': ['customer'],
} as const satisfies Record<string, readonly Role[]>;
export type Permission = keyof typeof GRANTED;

/** What a program may be given; it never manages people or settings. */
export const CLIENT_PERMISSIONS = {
  'filing.file': '提交备案',
  'filing.read_all': '查询全部备案',
  'domain.ask': '查询域名能否绑定',
  'shop.buy': '下单购买',
} as const satisfies Partial<Record<Permission, string>>;
export type ClientPermission = keyof typeof CLIENT_PERMISSIONS;

export function rolesAllow(held: readonly Role[], permission: Permission): boolean {
  const granted: readonly Role[] = GRANTED[permission];
  return held.some((role) => granted.includes(role));
}

/** Roles that may do this. */
export function rolesWith(permission: Permission): readonly Role[] {
  return GRANTED[permission];
}

/** Everyone but a customer works for the provider: shorter sessions, the console. */
export function isOperator(held: readonly Role[]): boolean {
  return held.some((role) => role !== 'customer');
}

export function isRole(word: string): word is Role {
  return Object.hasOwn(ROLES, word);
}

/** "超级管理员、审计员". */
export function rolesInWords(held: readonly Role[]): string {
  return roles
    .filter((role) => held.includes(role))
    .map((role) => ROLES[role])
    .join('、');
}
