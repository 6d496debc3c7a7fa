/** What is looked at. */
export const CHECKS = {
  filed: '备案状态',
  dns: '域名解析',
  site: '网站页面',
  expiring: '到期',
  police: '公安备案',
} as const;
export type CheckName = keyof typeof CHECKS;
export const checkNames = ['filed', 'dns', 'site', 'expiring', 'police'] as const;

/** How grave a finding is: the number stands in the tables, so that the gravest is the greatest. */
export const LEVELS = {
  1: { word: '提示', tone: 'info' },
  2: { word: '警告', tone: 'warn' },
  3: { word: '严重', tone: 'bad' },
} as const;
export type Level = keyof typeof LEVELS;
export const CRITICAL: Level = 3;

interface Kind {
  check: CheckName;
  /** By stage, from 1; the last holds for all above. */
  levels: readonly [Level, ...Level[]];
  title: string;
  /** For operators: what leads out of it. */
  operator: string;
  /** For the customer, in plain words; null: nothing he could do. */
  customer: string | null;
}

const kind = (
  check: CheckName,
  levels: Kind['levels'],
  title: string,
  operator: string,
  customer: string | null,
): Kind => ({ check, levels, title, operator, customer });

/** Every finding: how grave (NOTES of the interface, 掉备案 monitoring), and what to do about it. */
export const CODES = {
  number_gone: kind(
    'filed',
    [3],
    '备案号已不存在',
    '与客户和管局核实原因；确已注销的，停止接入或重新备案',
    '您的网站备案已被注销或收回。请联系我们核实原因，必要时重新备案；在此之前网站可能无法访问',
  ),
  holder_changed: kind(
    'filed',
    [3],
    '备案主体已变更',
    '与客户核实；属实的按“已核实，以现状为准”确认，否则停止接入',
    '这个域名的备案主体换了。如果不是您办理的，请马上联系我们',
  ),
  blocked: kind(
    'filed',
    [3],
    '已列入管局黑名单',
    '停止接入，并查看“管局黑名单”中的说明',
    '您的域名被管局列入黑名单，不能继续提供接入。请联系我们了解原因',
  ),
  access_lost: kind(
    'filed',
    [2],
    '备案中没有我们的接入',
    '网站仍在我们这里的，请客户办理新增接入；已迁走的，停止解析和服务',
    '您的备案里不再有我们的接入信息。网站还在我们这里的，请办理“新增接入”',
  ),
  resolves_elsewhere: kind(
    'dns',
    [2],
    '解析到别处',
    '网站已迁走的，办理取消接入；仍在我们这里的，请客户改回解析',
    '您的域名没有指向我们的服务器。网站还在我们这里的，请把解析改回来；已经迁走的，请办理“取消接入”',
  ),
  ip_mismatch: kind(
    'dns',
    [2],
    '解析的 IP 与备案不符',
    '办理变更备案，或请客户改回备案的 IP',
    '您的域名指向的服务器 IP 与备案时不同。请把解析改回备案的 IP，或办理“变更备案”',
  ),
  resolves_private: kind(
    'dns',
    [2],
    '解析到内网地址',
    '请客户改正解析',
    '您的域名指向了内网地址，别人打不开。请到域名服务商处改正解析',
  ),
  resolves_partly: kind(
    'dns',
    [1],
    '部分地址不在我们这里',
    '核对是否使用了 CDN 或另有接入商',
    null,
  ),
  resolves_nowhere: kind(
    'dns',
    [1],
    '没有解析',
    '备案后长期不解析会被管局视为空壳网站，请提醒客户',
    '您的域名还没有解析。长期打不开的网站可能被管局注销备案，请尽快开通网站',
  ),
  footer_missing: kind(
    'site',
    [1],
    '页脚没有备案号',
    '请客户在首页底部标明备案号',
    '您的网站首页底部没有备案号。请标明备案号，并链接到 https://beian.miit.gov.cn/',
  ),
  footer_link: kind(
    'site',
    [1],
    '备案号没有链接到工信部',
    '请客户把备案号链接到 https://beian.miit.gov.cn/',
    '您的网站上有备案号，但没有链接到 https://beian.miit.gov.cn/ ，请补上链接',
  ),
  footer_police: kind(
    'site',
    [1],
    '页脚没有公安备案号',
    '请客户在首页底部标明公安备案号',
    '您已填写公安备案号，请把它也放到网站首页底部',
  ),
  leader_id: kind(
    'expiring',
    [1, 2, 2],
    '负责人证件将到期',
    '请客户换证后办理变更备案',
    '负责人的证件快到期或已过期。请换领新证后办理“变更备案”',
  ),
  entity_id: kind(
    'expiring',
    [1, 2, 2],
    '主体证件将到期',
    '请客户换证后办理变更备案',
    '主体证件快到期或已过期。请换领新证后办理“变更备案”',
  ),
  domain: kind(
    'expiring',
    [1, 2, 2],
    '域名将到期',
    '请客户续费；过期后备案会被注销',
    '您的域名快到期或已过期。请尽快续费，否则备案可能被注销',
  ),
  police_due: kind(
    'police',
    [1, 1, 1, 1],
    '公安备案待办理',
    '提醒客户到 beian.mps.gov.cn 办理，并在备案页面填写公安备案号',
    '网站开通后 30 日内要到 beian.mps.gov.cn 办理公安联网备案，拿到编号后请在备案页面填写',
  ),
} as const satisfies Record<string, Kind>;
export type Code = keyof typeof CODES;

/** Networks and pages flicker: what is found there counts when it is found twice in a row, and ends likewise. */
export function isDamped(check: CheckName): boolean {
  return check === 'dns' || check === 'site';
}

export function levelOf(code: Code, stage: number): Level {
  const { levels } = CODES[code];
  const byStage: readonly Level[] = levels;
  return byStage[Math.min(stage, byStage.length) - 1] ?? levels[0];
}

/** One thing that a look found: what, how far it has come, and how one can see it. */
export interface Found {
  code: Code;
  stage: number;
  evidence: string;
}

/** What a look at one check found; undefined: it could not be made, and says nothing. */
export type Look = readonly Found[] | undefined;
