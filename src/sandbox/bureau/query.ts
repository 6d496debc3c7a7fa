import { createHash } from 'node:crypto';
import type { Result } from './returns.ts';
import type { Entity, Site } from './state.ts';
import type { World } from './world.ts';
import { group, leaf } from './xml.ts';

/** Wrong tries for one number within an hour before code 22 is given. */
const TRIES = 5;
const HOUR = 36e5;

type Parameters = Record<string, string>;

/** isp_querybeianstatus: type 0 asks for a domain, 1–98 for a certificate of that type. */
export function queryStatus(world: World, p: Parameters): Result {
  const type = Number(p['queryConditionType']);
  const condition = (p['queryCondition'] ?? '').trim();
  if (!Number.isInteger(type) || type < 0 || type > 98 || condition.length < 4) {
    return { code: 999, note: '查询条件不合规' };
  }
  const site = type === 0 ? filedSite(world, condition) : undefined;
  const entity = site?.entity ?? (type ? filedEntity(world, String(type), condition) : undefined);
  const body = group(
    'StatusInfo',
    leaf('Cxtjlx', type),
    leaf('Cxtj', condition),
    leaf('Wzmc', site?.site.fields['Wzmc']),
    leaf('Ztbah', entity?.fields['Baxh']),
    leaf('Wzbah', site?.site.fields['Baxh']),
    leaf('Bazt', entity ? 0 : 1),
  );
  return { code: 0, body, note: entity ? '已备案' : '未备案' };
}

/** The filed site that holds a domain, with its entity. */
export function filedSite(
  world: World,
  domain: string,
): { entity: Entity; site: Site } | undefined {
  const wanted = domain.toLowerCase();
  for (const entity of filedEntities(world)) {
    const site = entity.sites.find(
      (s) => !s.cancelled && s.domains.some((d) => d['Ym']?.toLowerCase() === wanted),
    );
    if (site) return { entity, site };
  }
  return undefined;
}

/** The filed entity with that certificate. */
export function filedEntity(world: World, type: string, number: string): Entity | undefined {
  return filedEntities(world).find(
    ({ certificate }) =>
      certificate['Zjlx'] === type && certificate['Zjhm']?.toUpperCase() === number.toUpperCase(),
  );
}

const filedEntities = (world: World): Entity[] =>
  world.state.entities.filter((entity) => !entity.cancelled);

/** isp_verifybamm: the password plain or as its hexadecimal MD5; 22 after too many wrong tries. */
export function verifyPassword(world: World, p: Parameters): Result {
  const number = (p['baxh'] ?? '').trim();
  const tries = world.state.password_tries;
  const now = world.now();
  const known = tries[number];
  const before = known && now - known.since < HOUR ? known : { count: 0, since: now };
  if (before.count >= TRIES) return { code: 22, note: number };
  const right = passwordFits(world, number, p['bamm'] ?? '');
  tries[number] = right ? { count: 0, since: now } : { ...before, count: before.count + 1 };
  world.commit();
  return { code: 0, body: leaf('VerifyRes', right ? 0 : 1), note: number };
}

function passwordFits(world: World, number: string, given: string): boolean {
  const entity = filedEntities(world).find(
    (e) => e.fields['Baxh'] === number || e.sites.some((s) => s.fields['Baxh'] === number),
  );
  if (!entity) return false;
  const digest = createHash('md5').update(entity.password).digest('hex');
  return given === entity.password || given === digest;
}
