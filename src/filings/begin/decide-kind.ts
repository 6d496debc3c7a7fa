import type { FilingKind } from '../kinds/names.ts';

/** What is known of one thing at the bureaus: `unknown` while nobody has said. */
export type Known = 'filed' | 'unfiled' | 'unknown';

export interface DomainFacts {
  domain: string;
  /** Its row among the domains of the form: rows that hold no domain yet are left out here. */
  row: number;
  state: Known;
  /** 网站备案号 of the site that it is filed for. */
  icp_number: string | null;
  /** Whether the site is filed under the certificate of this form; null: cannot be told. */
  is_own: boolean | null;
  /** Whether the site has an access of ours. */
  is_here: boolean;
}
export interface Facts {
  entity: Known;
  /** One entry for each website of the form, one for each of its domains. */
  services: DomainFacts[][];
}

/** What stands against filing a domain like this, and the way out. */
export interface Obstacle {
  service: number;
  domain: number;
  code: string;
  message: string;
  suggestion: string;
}
export interface Decision {
  kind: FilingKind;
  /** Why it is this kind, in a sentence for people. */
  why: string;
  /** Whether the bureaus' word is known of everything that it follows from. */
  is_sure: boolean;
  obstacles: Obstacle[];
}

type Adding = 'initial' | 'add_service' | 'add_access';

const WHY: Record<Adding, string> = {
  initial: '这份证件和域名都还没有备案，所以办理首次备案',
  add_service: '这份证件已经备案，域名还没有备案，所以办理新增网站',
  add_access: '证件和域名都已经备案，但接入商还不是我们，所以办理新增接入',
};

/**
 * Which request a filled-in form is, by what is filed already: certificate × domain × access with us
 * (miit/NOTES §2.1). What fits none, or not together, is an obstacle at its domain.
 */
export function decideKind({ entity, services }: Facts): Decision {
  const judged = services.map((domains) => domains.map((one) => judge(entity, one)));
  const wanted = judged.flat().flatMap((one) => ('kind' in one ? [one.kind] : []));
  const kind = wanted[0] ?? (entity === 'filed' ? 'add_service' : 'initial');
  const obstacles = judged.flatMap((domains, service) =>
    domains.flatMap((one, at): Obstacle[] => {
      const domain = services[service]?.[at]?.row ?? at;
      if (!('kind' in one)) return [{ service, domain, ...one }];
      return one.kind === kind ? [] : [{ service, domain, ...apart(kind, one.kind) }];
    }),
  );
  if (kind === 'add_access' && services.length > 1)
    obstacles.push({ service: 1, domain: 0, ...ONE_BY_ONE });
  const all = [entity, ...services.flat().map(({ state }) => state)];
  return { kind, why: WHY[kind], is_sure: !all.includes('unknown'), obstacles };
}

type Judgement = { kind: Adding } | Omit<Obstacle, 'service' | 'domain'>;

function judge(entity: Known, { state, is_own, is_here, icp_number }: DomainFacts): Judgement {
  if (state !== 'filed') return { kind: entity === 'filed' ? 'add_service' : 'initial' };
  const number = icp_number ? `（${icp_number}）` : '';
  if (is_own === false || (entity === 'unfiled' && is_own === null))
    return {
      code: '1005',
      message: `这个域名已经在别的主办者名下备案${number}`,
      suggestion: '请让原主办者先注销这个网站的备案；如果原来就是您用别的证件备的，请改用那份证件',
    };
  if (is_here)
    return {
      code: '1037',
      message: `这个域名已经在我们这里备案${number}，不用再备`,
      suggestion: '资料有变化，请在“已备案”里选择这个网站，办理变更',
    };
  return { kind: 'add_access' };
}

const NAMES: Record<Adding, string> = {
  initial: '首次备案',
  add_service: '新增网站',
  add_access: '新增接入',
};

function apart(kind: Adding, other: Adding): Omit<Obstacle, 'service' | 'domain'> {
  return {
    code: 'apart',
    message: `这个域名要办理${NAMES[other]}，不能和${NAMES[kind]}放在一起`,
    suggestion: '请先删去它，办完这一份，再为它新建一份',
  };
}

const ONE_BY_ONE = {
  code: 'one_by_one',
  message: '新增接入一次只能办理一个网站',
  suggestion: '请删去这个网站，办完这一份，再为它新建一份',
};
