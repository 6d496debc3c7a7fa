import { isIP } from 'node:net';
import iconv from 'iconv-lite';
import { Agent, request } from 'undici';
import { recordedCall } from '../../platform/outgoing.ts';
import { isPublic } from './addresses.ts';
import { lookUp } from './look-up.ts';

const MOST_BYTES = 1024 * 1024;
const MOST_REDIRECTS = 3;
const SECONDS = 10;

export interface Page {
  url: string;
  status: number;
  text: string;
}

export interface Reach {
  /** A name with a single address that is not so is never connected to. */
  isPublic(address: string): boolean;
  /** Of its addresses, which may be connected to. */
  isWanted(address: string): boolean;
  ports: readonly string[];
  servers: readonly string[];
}

/** For tests: addresses of this machine that count as public, and a port besides 80 and 443. */
let besides: { addresses: readonly string[]; ports: readonly string[] } = {
  addresses: [],
  ports: [],
};
export function reachBesides(also: typeof besides): void {
  besides = also;
}

export function siteAddress(scheme: string, name: string): string {
  const [port] = besides.ports;
  return `${scheme}://${name}${port ? `:${port}` : ''}/`;
}

/** Public addresses, and of those only ours when `ours` is given. */
export function reachOf(servers: readonly string[], ours?: (address: string) => boolean): Reach {
  return {
    isPublic: (address) => besides.addresses.includes(address) || isPublic(address),
    isWanted: (address) => besides.addresses.includes(address) || (ours?.(address) ?? true),
    ports: ['', '80', '443', ...besides.ports],
    servers,
  };
}

/**
 * The page at an address that a customer controls. Every hop's name is resolved once, each of its addresses must be
 * allowed, and the connection goes to exactly the address that was checked. Throws in plain words.
 */
export async function fetchPage(url: string, reach: Reach): Promise<Page> {
  const { hostname, port } = new URL(url);
  const call = { system: 'site', action: 'footer', target: hostname + (port ? `:${port}` : '') };
  const signal = AbortSignal.timeout(SECONDS * 1000);
  return recordedCall(
    call,
    () => follow(url, reach, signal),
    ({ status }) => `HTTP ${status}`,
  );
}

async function follow(first: string, reach: Reach, signal: AbortSignal): Promise<Page> {
  let url = first;
  for (let hop = 0; hop <= MOST_REDIRECTS; hop++) {
    const { status, location, text } = await fetchOne(new URL(url), reach, signal);
    if (location === undefined) return { url, status, text };
    if (!URL.canParse(location, url)) throw new Error('转向的地址不正确');
    url = new URL(location, url).href;
  }
  throw new Error(`转向超过 ${MOST_REDIRECTS} 次`);
}

interface Hop {
  status: number;
  location: string | undefined;
  text: string;
}

async function fetchOne(url: URL, reach: Reach, signal: AbortSignal): Promise<Hop> {
  if (!['http:', 'https:'].includes(url.protocol)) throw new Error('不是网页地址');
  if (!reach.ports.includes(url.port)) throw new Error('端口不是 80 或 443');
  if (url.username || url.password) throw new Error('地址中带有账号');
  const address = await checkedAddress(url.hostname, reach);
  const agent = agentTo(address);
  try {
    const answer = await request(url, {
      ...{ dispatcher: agent, signal, headersTimeout: SECONDS * 1000 },
      headers: { 'user-agent': 'BeikaWatch/1.0', accept: 'text/html,*/*;q=0.5' },
    });
    const { statusCode: status, headers } = answer;
    const location = status >= 300 && status < 400 ? one(headers['location']) : undefined;
    if (location !== undefined) return { status, location, text: '' };
    const bytes = await bytesOf(answer.body);
    return { status, location, text: decoded(bytes, one(headers['content-type']) ?? '') };
  } finally {
    await agent.destroy();
  }
}

/** An address of this host that may be connected to; none when a single one of them may not. */
async function checkedAddress(hostname: string, reach: Reach): Promise<string> {
  const host = hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) ? [host] : await addressesOf(host, reach);
  if (addresses.length === 0) throw new Error('域名没有解析');
  if (!addresses.every(reach.isPublic)) throw new Error('解析到不允许访问的地址');
  const wanted = addresses.find(reach.isWanted);
  if (wanted === undefined) throw new Error('不在我们的地址上');
  return wanted;
}

async function addressesOf(host: string, { servers }: Reach): Promise<string[]> {
  const { v4, v6 } = await lookUp(host, servers);
  return [...v4, ...v6];
}

/** Connects to this address whatever the name in the request: no second look-up, so nothing can change in between. */
function agentTo(address: string): Agent {
  const family = isIP(address);
  return new Agent({
    connect: {
      timeout: 5000,
      lookup: (_name, options, done) => {
        if (options.all) done(null, [{ address, family }]);
        else done(null, address, family);
      },
    },
    pipelining: 0,
  });
}

async function bytesOf(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of body) {
    size += piece.length;
    if (size > MOST_BYTES) throw new Error('页面超过 1 MB');
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function decoded(bytes: Buffer, type: string): string {
  const head = bytes.subarray(0, 2048).toString('latin1');
  const named = /charset\s*=\s*["']?([\w-]+)/i;
  const charset = (named.exec(type) ?? named.exec(head))?.[1] ?? 'utf-8';
  return iconv.decode(bytes, iconv.encodingExists(charset) ? charset : 'utf-8');
}

function one(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
