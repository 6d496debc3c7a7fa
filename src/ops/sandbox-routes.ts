import { type Request, type Response, Router } from 'express';
import { requires } from '../accounts/index.ts';
import { must, UserError } from '../platform/errors.ts';
import { SANDBOXES, type SandboxName, sandboxState } from '../platform/sandboxes.ts';

/**
 * A sandbox listens on this machine only, and whoever looks at it may sit at another: so its pages are
 * shown under our own address. Only to who manages settings: letters of the mail sandbox open accounts.
 */
export const sandboxPages = Router();

const PATIENCE_MS = 10_000;
/** What a sandbox tells of its answer besides the body. All other headers are ours, the strict policy included. */
const PASSED_ON = ['content-type', 'content-disposition'];

sandboxPages.get('/sandboxes/:name{/*path}', requires('settings.manage'), pass);
sandboxPages.post('/sandboxes/:name{/*path}', requires('settings.manage'), pass);

async function pass(req: Request, res: Response): Promise<void> {
  const name = must(nameIn(req), '演练环境');
  const here = `/sandboxes/${name}`;
  const answer = await ask(req, name, here);
  const location = answer.headers.get('location');
  if (location?.startsWith('/')) return res.redirect(303, `${here}${location}`);
  res.status(answer.status);
  for (const header of PASSED_ON) {
    const value = answer.headers.get(header);
    if (value) res.set(header, value);
  }
  const body = Buffer.from(await answer.arrayBuffer());
  const isPage = answer.headers.get('content-type')?.startsWith('text/html');
  res.send(isPage ? underOurAddress(body.toString(), here) : body);
}

function nameIn(req: Request): SandboxName | undefined {
  const name = String(req.params['name']);
  return Object.hasOwn(SANDBOXES, name) ? (name as SandboxName) : undefined; // a key of SANDBOXES
}

async function ask(req: Request, name: SandboxName, here: string) {
  const { page, words } = sandboxState(name);
  const label = `演练环境“${SANDBOXES[name]}”`;
  if (!page) throw new UserError('unavailable', `${label}${words}，请稍后再试`);
  const asked = new URL(req.originalUrl, page);
  const url = new URL(page);
  url.pathname = asked.pathname.slice(here.length) || '/';
  url.search = asked.search;
  const form = req.method === 'POST' ? { method: 'POST', body: formOf(req) } : {};
  try {
    return await fetch(url, {
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...form,
    });
  } catch {
    throw new UserError('unavailable', `${label}没有应答，请稍后再试`);
  }
}

function formOf(req: Request): URLSearchParams {
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(req.body ?? {}))
    for (const value of [values].flat()) form.append(name, String(value));
  return form;
}

/** The addresses in a sandbox's page are all its own and begin with a slash. */
function underOurAddress(html: string, here: string): string {
  return html
    .replace(/(\s(?:href|action|src)=")\//g, `$1${here}/`)
    .replace('<header>', '<header><p><a href="/setup/connections">返回“连接与演练环境”</a></p>');
}
