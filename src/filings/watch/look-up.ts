import { Resolver } from 'node:dns/promises';

export interface Resolved {
  /** `unknown`: no server gave an answer, which says nothing of the domain. */
  outcome: 'found' | 'nowhere' | 'unknown';
  v4: string[];
  v6: string[];
  /** The names it stands for, one after the other. */
  chain: string[];
}

const MOST_CNAMES = 8;
const NOTHING_THERE = new Set(['ENODATA', 'ENOTFOUND']);

/** Addresses of a name as these servers (or this machine's) tell them; at most about eight seconds. */
export async function lookUp(name: string, servers: readonly string[]): Promise<Resolved> {
  const resolver = new Resolver({ timeout: 2000, tries: 2 });
  if (servers.length > 0) resolver.setServers(servers);
  const [v4, v6, chain] = await Promise.all([
    orNothing(() => resolver.resolve4(name)),
    orNothing(() => resolver.resolve6(name)),
    chainOf(resolver, name),
  ]);
  const all = [...(v4 ?? []), ...(v6 ?? [])];
  const isKnown = v4 !== undefined && v6 !== undefined;
  const outcome = all.length > 0 ? 'found' : isKnown ? 'nowhere' : 'unknown';
  return { outcome, v4: v4?.sort() ?? [], v6: v6?.sort() ?? [], chain };
}

/** A filed name stands for itself and its www: what either of them resolves to. */
export async function lookUpBoth(domain: string, servers: readonly string[]): Promise<Resolved> {
  const [own, www] = await Promise.all([lookUp(domain, servers), lookUp(`www.${domain}`, servers)]);
  const both = (part: 'v4' | 'v6' | 'chain') => [...new Set([...own[part], ...www[part]])];
  const outcomes = [own.outcome, www.outcome];
  const outcome =
    (['found', 'unknown'] as const).find((one) => outcomes.includes(one)) ?? 'nowhere';
  return { outcome, v4: both('v4'), v6: both('v6'), chain: both('chain') };
}

/** undefined: nobody knows. */
async function orNothing(ask: () => Promise<string[]>): Promise<string[] | undefined> {
  try {
    return await ask();
  } catch (error) {
    return NOTHING_THERE.has(codeOf(error)) ? [] : undefined;
  }
}

async function chainOf(resolver: Resolver, name: string): Promise<string[]> {
  const chain: string[] = [];
  let at = name;
  while (chain.length < MOST_CNAMES) {
    const [next] = (await orNothing(() => resolver.resolveCname(at))) ?? [];
    if (next === undefined || chain.includes(next)) break;
    chain.push(next);
    at = next;
  }
  return chain;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
