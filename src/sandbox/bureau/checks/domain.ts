import { filedSite } from '../query.ts';
import type { Fields } from '../state.ts';
import { type Bench, type Finding, finding, unless } from './finding.ts';

/** Top-level domains that may be filed; a choice from the ministry's list, far from whole. */
const APPROVED = new Set(
  `com net cn org info biz mobi asia name pro tel cc tv top xyz vip club shop site wang ltd store
  online tech ink red group link kim art fun cloud website press space beer luxe work fit yoga ren
  icu cyou live host life plus run show zone city games video chat company team world today center
  email love wiki design pub auto social 中国 公司 网络 网址 在线 中文网 集团 我爱你 商城 公益 政务`.split(
    /\s+/,
  ),
);
/** Second levels that belong to the suffix: `a.com.cn`, `a.gov.cn`, `a.zj.cn`. */
const SECOND = new Set(
  `com net org gov edu ac mil bj sh tj cq he sx nm ln jl hl js zj ah fj jx sd ha hb hn gd gx hi sc
  gz yn xz sn gs qh nx xj tw hk mo`.split(/\s+/),
);
const LABEL = /^(?!-)[a-z0-9\u4e00-\u9fff-]{1,63}(?<!-)$/;

/** A registrable domain under an approved suffix: no host name before it, nothing missing. */
export function isRegistrable(domain: string): boolean {
  const labels = domain.toLowerCase().split('.');
  const top = labels[labels.length - 1] ?? '';
  const known = APPROVED.has(top) || top.startsWith('xn--');
  if (!known || labels.length < 2 || !labels.every((label) => LABEL.test(label))) return false;
  const double = top === 'cn' && SECOND.has(labels[labels.length - 2] ?? '');
  return labels.length === (double ? 3 : 2);
}

/** A site's domains: 1004 form or suffix, 1005 filed, 1039 reported already, 1064 blocked. */
export function checkDomains(
  { world }: Bench,
  domains: Fields[],
  site: string,
  reported: Set<string>,
): Finding[] {
  const names = domains.map(({ Ym = '' }) => Ym.toLowerCase());
  return names.flatMap((name, i) => {
    if (!isRegistrable(name)) return [finding(1004, name, site)];
    const blocked = world.state.blocked_domains.includes(name);
    const words = `“${site}”网站的“${name}”域名在黑名单中，请核实后再次报备`;
    return [
      ...unless(!filedSite(world, name), 1005, name, site),
      ...unless(!reported.has(name) && names.indexOf(name) === i, 1039, name, site),
      ...(blocked ? [{ code: 1064, words }] : []),
    ];
  });
}
