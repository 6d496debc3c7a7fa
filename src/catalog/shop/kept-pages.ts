import { createHash, randomUUID } from 'node:crypto';
import type { OutgoingHttpHeaders } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, RequestHandler, Response } from 'express';
import { whenCatalogChanges } from '../changed.ts';

/** How long a page is shown to visitors before it is made anew: stock and prices are that old at most. */
const FRESH_MS = 1500;
const MOST_PAGES = 500;
/** What changes what is shown; `q` is as manifold as people's words, so its pages are not kept. */
const KNOWN = ['category', 'page', 'variant'];
const PATH = /^\/(shop(\/SP\w{16})?|api\/v1\/products(\/SP\w{16})?)$/;

interface Page {
  at: number;
  etag: string;
  /** By content coding; '' is the plain text. */
  bodies: Record<'' | 'gzip' | 'br', Buffer>;
  headers: OutgoingHttpHeaders;
}

/** Whole answers, or whoever makes one just now. Per process, and may be lost at any time. */
const pages = new Map<string, Page | Promise<Page | undefined>>();
whenCatalogChanges(() => pages.clear());

/**
 * Answers visitors of the shop from whole pages in memory: who sends no session, no key and no message of his own
 * sees what all others of his theme see. Stands before everything else of the pipeline; the page itself is
 * made by the usual route, and its headers are those that the pipeline gave it.
 */
export const keptPages: RequestHandler = async (req, res, next) => {
  const key = keyOf(req);
  if (key === undefined) return next();
  const found = pages.get(key);
  if (found instanceof Promise) {
    const page = await found;
    return page ? answer(req, res, page) : next();
  }
  if (found && Date.now() - found.at < FRESH_MS) return answer(req, res, found);
  make(key, req, res);
  next();
};

/** What limits know a browser by: it changes no page. Any other cookie may be a session. */
const HARMLESS = /^(?:__Host-)?buyer=/;

/** The theme that the cookies ask for, or undefined when they may say more than that. */
function themeIn(cookies: string | undefined): string | undefined {
  let theme = '';
  for (const cookie of cookies?.split(';') ?? []) {
    const pair = cookie.trim();
    if (theme === '' && (pair === 'theme=dark' || pair === 'theme=light')) theme = pair;
    else if (!HARMLESS.test(pair)) return undefined;
  }
  return theme;
}

/** So many parts of an address, and whoever reads it for the page may stop before its end. */
const MOST_PARTS = 20;
/** What means the same to each reader of an address: anything else is answered, and kept for nobody. */
const PLAIN = /^\w{1,40}$/;

/** What tells one page from another, or undefined when this one is not for all. */
function keyOf({ method, url, headers }: Request): string | undefined {
  if (method !== 'GET' && method !== 'HEAD') return undefined;
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  if (!PATH.test(path) || headers.authorization !== undefined) return undefined;
  const theme = themeIn(headers.cookie);
  if (theme === undefined) return undefined;
  if (mark < 0) return `${path}?${theme}`;
  const known = knownIn(url.slice(mark + 1));
  return known && `${path}?${[theme, ...known].join('&')}`;
}

/** The parts of a query that change the page, in one order; undefined when one comes twice or is not plain. */
function knownIn(query: string): string[] | undefined {
  const all = [...new URLSearchParams(query)];
  const known = all.filter(([name]) => KNOWN.includes(name) || name === 'q');
  const names = new Set(known.map(([name]) => name));
  if (all.length > MOST_PARTS || names.has('q') || names.size < known.length) return undefined;
  if (!known.every(([, value]) => PLAIN.test(value))) return undefined;
  return known.map(([name, value]) => `${name}=${value}`).sort();
}

/** Lets this request make the page by the usual route; all others of the moment wait for it. */
function make(key: string, req: Request, res: Response): void {
  const { promise, resolve } = withResolvers<Page | undefined>();
  pages.delete(key);
  pages.set(key, promise);
  // Over before a page was sent: refused, failed, or the visitor went away.
  res.once('close', () => settle(undefined));
  const settle = (page: Page | undefined) => {
    resolve(page);
    if (pages.get(key) !== promise) return;
    if (page) pages.set(key, page);
    else pages.delete(key);
    const [oldest] = pages.keys();
    if (pages.size > MOST_PAGES && oldest !== undefined) pages.delete(oldest);
  };
  const send = res.send.bind(res);
  res.send = (body?: unknown) => {
    res.send = send;
    const isForAll = res.statusCode === 200 && !res.hasHeader('set-cookie');
    if (!isForAll || typeof body !== 'string') return send(body);
    res.set('Cache-Control', 'no-cache');
    res.vary('Cookie, Authorization, Accept-Encoding');
    if (!res.get('Content-Type')) res.type('html');
    pageOf(body, res.getHeaders()).then(
      (page) => {
        settle(page);
        answer(req, res, page);
      },
      () => send(body),
    );
    return res;
  };
}

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
const QUICK = { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } };

async function pageOf(text: string, all: OutgoingHttpHeaders): Promise<Page> {
  const plain = Buffer.from(text);
  const [gz, br] = await Promise.all([gzipped(plain), brotlied(plain, QUICK)]);
  const { 'x-request-id': _, 'content-length': __, etag: ___, ...headers } = all;
  const etag = `"${createHash('sha256').update(plain).digest('base64url').slice(0, 27)}"`;
  return {
    at: Date.now(),
    etag,
    bodies: { '': plain, gzip: gz, br },
    headers: { ...headers, etag },
  };
}

function answer({ method, headers }: Request, res: Response, page: Page): void {
  const common = { ...page.headers, 'x-request-id': res.getHeader('x-request-id') ?? randomUUID() };
  // The numbers of headers that the pipeline has set already are the same; they are written once.
  for (const name of res.getHeaderNames()) res.removeHeader(name);
  if (isKnown(headers['if-none-match'], page.etag)) {
    res.writeHead(304, common).end();
    return;
  }
  const coding = codingFor(headers['accept-encoding']);
  const body = page.bodies[coding];
  const own = { 'content-length': body.length, ...(coding ? { 'content-encoding': coding } : {}) };
  res.writeHead(200, { ...common, ...own });
  res.end(method === 'HEAD' ? undefined : body);
}

const isKnown = (known: string | undefined, etag: string) =>
  known?.split(',').some((each) => each.trim().replace(/^W\//, '') === etag);

function codingFor(accepted: string | undefined): '' | 'gzip' | 'br' {
  if (accepted === undefined || /;\s*q=0(\.0*)?(\s|,|$)/.test(accepted)) return '';
  if (/\bbr\b/.test(accepted)) return 'br';
  return /\bgzip\b/.test(accepted) ? 'gzip' : '';
}

/** A promise and what settles it. */
function withResolvers<T>() {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
