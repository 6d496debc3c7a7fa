import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { z } from 'zod';
import { isIn, listOf, networkOf } from './addresses.ts';
import { defineSetting, readSetting } from './settings.ts';
import { isUnderTest } from './under-test.ts';

// An address that an operator may type (a bureau's, an SMS service's, a store's, a mail server's) must not lead into
// the network behind us. A name is looked up once, each of its addresses is judged, and the connection goes to one
// that was judged: nothing can change in between. Redirects are followed by nobody who calls out by this.

const network = z
  .string()
  .trim()
  .refine(isNetwork, '请填写 IP 地址或网段，如 10.1.2.3 或 10.1.0.0/16');

/** Private addresses that may be called all the same: a bureau on a leased line, a store in the same room. */
export const privateSetting = defineSetting({
  key: 'network.private',
  title: '允许访问的内网地址',
  secret: false,
  schema: z
    .object({
      allowed: z
        .array(network)
        .max(200)
        .default(isUnderTest ? ['127.0.0.1'] : []),
    })
    .prefault({}),
});

function isNetwork(text: string): boolean {
  try {
    listOf([text]);
    return true;
  } catch {
    return false;
  }
}

const NOT_ALLOWED = 'ENOTALLOWED';
const WORDS =
  '不允许访问内网地址。确需访问的，请在服务器上运行（换成它的 IP 或网段）：' +
  `echo '{"allowed":["10.1.2.3"]}' | npm run -s beika -- settings:set network.private`;

/** The address leads to where nothing may be called. */
export function isNotAllowed(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && error.code === NOT_ALLOWED;
}

function notAllowed(): Error {
  return Object.assign(new Error(WORDS), { code: NOT_ALLOWED });
}

/** `isSandbox`: the product has started what stands there itself, on this machine. */
export interface Trust {
  isSandbox?: boolean;
}

async function isAllowed(address: string, { isSandbox = false }: Trust): Promise<boolean> {
  const where = networkOf(address);
  if (where !== 'private') return where === 'public';
  if (isSandbox && ['127.0.0.1', '::1'].includes(address)) return true;
  const { allowed } = await readSetting(privateSetting);
  return isIn(listOf(allowed), address);
}

/**
 * Throws ENOTALLOWED for a host ('10.1.2.3', '[::1]') that is an address which may not be called. A name is judged
 * when it is looked up: by `guardedLookup`.
 */
export async function mustBeAllowed(host: string, trust: Trust = {}): Promise<void> {
  const address = host.replace(/^\[|\]$/g, '');
  if (isIP(address) && !(await isAllowed(address, trust))) throw notAllowed();
}

type Resolve = (host: string) => Promise<{ address: string; family: number }[]>;

const bySystem: Resolve = (host) =>
  new Promise((resolve, reject) => {
    lookup(host, { all: true }, (error, found) => (error ? reject(error) : resolve(found)));
  });
let resolveName = bySystem;

/** For tests: names and their addresses; undefined: those of the system again. */
export function resolveBy(resolve: Resolve | undefined): void {
  resolveName = resolve ?? bySystem;
}

/** For sockets: a name has no address at all when one of them may not be called. */
export function guardedLookup(trust: Trust = {}): LookupFunction {
  return (host, options, done) => {
    judged(host, trust).then(
      (found) => {
        const [first] = found;
        if (options.all) done(null, found);
        else if (first) done(null, first.address, first.family);
        else done(notAllowed(), '');
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };
}

async function judged(host: string, trust: Trust) {
  const found = await resolveName(host);
  for (const { address } of found) if (!(await isAllowed(address, trust))) throw notAllowed();
  return found;
}

const agents = {
  outside: new Agent({ connect: { lookup: guardedLookup() } }),
  sandbox: new Agent({ connect: { lookup: guardedLookup({ isSandbox: true }) } }),
};

/** An address of this host that may be called, for who connects by himself. Throws ENOTALLOWED. */
export async function allowedAddress(host: string, trust: Trust = {}): Promise<string> {
  const plain = host.replace(/^\[|\]$/g, '');
  await mustBeAllowed(plain, trust);
  if (isIP(plain)) return plain;
  const [found] = await judged(plain, trust);
  if (!found) throw notAllowed();
  return found.address;
}

/** What undici is to send a request by. Throws ENOTALLOWED, or for what is no plain address of the web. */
export async function dispatcherFor(url: string | URL, trust: Trust = {}): Promise<Agent> {
  const { protocol, hostname, username, password } = new URL(url);
  if (!['http:', 'https:'].includes(protocol)) throw new Error('只能访问 http 或 https 地址');
  if (username || password) throw new Error('地址里不能带用户名或密码');
  await mustBeAllowed(hostname, trust);
  return trust.isSandbox ? agents.sandbox : agents.outside;
}
