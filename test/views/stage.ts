import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import ejs from 'ejs';
import express, { type Request } from 'express';

export const root = join(import.meta.dirname, '../..');
const VERSION = 'test';

/** The policy that the product sends with every page (src/platform/guards.ts). */
export const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";

/** Sample page -> who looks at it. */
export const PAGES = {
  index: 'operator',
  console: 'operator',
  list: 'operator',
  review: 'operator',
  step: 'customer',
  'sign-in': 'nobody',
  error: 'nobody',
} as const;
export type Page = keyof typeof PAGES;
export const pages: Page[] = ['index', 'console', 'list', 'review', 'step', 'sign-in', 'error'];

const PLACES = {
  operator: [
    ['工作台', 'home'],
    ['备案审核', 'review'],
    ['全部备案', 'file'],
    ['卡密', 'card'],
    ['订单', 'order'],
    ['管局接口', 'bureau'],
    ['人员', 'users'],
    ['审计', 'shield'],
    ['设置', 'settings'],
  ],
  customer: [
    ['我的备案', 'file'],
    ['我的订单', 'order'],
    ['兑换', 'key'],
  ],
  nobody: [],
} as const;

const PEOPLE = {
  operator: { name: '张三', role_label: '备案审核员', is_operator: true, unread: 3 },
  customer: { name: '林样例', role_label: '客户', is_operator: false, unread: 1 },
  nobody: null,
} as const;

export type Theme = 'light' | 'dark' | 'auto';

/** What every page gets beside its own locals. */
export function frameFor(who: keyof typeof PEOPLE, theme: Theme = 'auto') {
  return {
    title: '示例',
    path: '/styleguide',
    request_id: '8f14e45f-ceea-467f-a5f2-0123456789ab',
    site: {
      name: '云枢主机',
      sandboxes: ['通信管理局', '邮件'],
      footer_icp: '浙ICP备2026000001号',
      version: VERSION,
    },
    me: PEOPLE[who],
    nav: PLACES[who].map(([label, icon], at) => ({
      // Where all filings stand, there is a search.
      href: label === '全部备案' ? '/all-filings' : `/styleguide?${at}`,
      label,
      icon,
      active: at === 1,
      badge: at === 1 ? '12' : null,
    })),
    theme,
    flash: null,
  };
}

const REFUSAL = {
  status: 409,
  code: 'conflict',
  message: '备案已被他人处理，请刷新页面。',
  fields: {},
};

/** A sample page, whole. */
export async function renderPage(page: Page, theme: Theme = 'auto'): Promise<string> {
  const who = PAGES[page];
  const locals = { ...frameFor(who, theme), ...(page === 'error' ? REFUSAL : {}) };
  const body = await render(page === 'error' ? 'errors/error' : `styleguide/${page}`, locals);
  return render(who === 'nobody' ? 'layouts/plain' : 'layouts/app', { ...locals, body });
}

export function render(view: string, locals: object): Promise<string> {
  return ejs.renderFile(join(root, 'views', `${view}.ejs`), locals);
}

export function viewsUnder(folder: string): string[] {
  return readdirSync(join(root, 'views', folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ejs'))
    .map((name) => join('views', folder, name));
}

/** What the server was sent, oldest first. */
export type Sent = { path: string; body: Record<string, string> }[];

/** Serves the sample pages and what their scripts ask, at a free port of this machine. */
export async function openStage(): Promise<{
  url: string;
  sent: Sent;
  answers: Answers;
  close: () => void;
}> {
  const sent: Sent = [];
  const answers: Answers = {};
  const server: Server = createServer(stageApp(sent, answers)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address && typeof address === 'object' ? address.port : 0;
  const close = () => {
    server.closeAllConnections();
    server.close();
  };
  return { url: `http://127.0.0.1:${port}`, sent, answers, close };
}

/** Path -> how a POST to it is answered. */
export type Answers = Record<string, { status: number; body: object }>;

function stageApp(sent: Sent, answers: Answers) {
  const app = express();
  app.use((_req, res, next) => {
    res.set('Content-Security-Policy', POLICY);
    next();
  });
  app.use(`/assets/${VERSION}`, express.static(join(root, 'public')));
  app.use(express.urlencoded({ extended: false }));
  app.get(
    '/styleguide',
    async (req, res) => void res.send(await renderPage('index', themeOf(req))),
  );
  app.get('/styleguide/:page', async (req, res) => {
    const page = pages.find((each) => each === req.params['page']);
    if (page) res.send(await renderPage(page, themeOf(req)));
    else res.status(404).send('');
  });
  app.post('/{*path}', (req, res) => {
    sent.push({ path: req.path, body: { ...req.body } });
    const answer = answers[req.path];
    if (answer) res.status(answer.status).json(answer.body);
    else res.redirect(303, '/styleguide/step');
  });
  return app;
}

function themeOf(req: Request): Theme {
  const theme = /theme=(light|dark)/.exec(req.headers.cookie ?? '')?.[1];
  return theme === 'dark' ? 'dark' : theme === 'light' ? 'light' : 'auto';
}
