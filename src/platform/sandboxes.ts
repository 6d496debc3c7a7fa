import { z } from 'zod';
import type { After, Db } from './db.ts';
import { UserError } from './errors.ts';
import { log } from './log.ts';
import { defineSetting, readSetting, writeSetting } from './settings.ts';

export const SANDBOXES = {
  bureau: '通信管理局',
  pay: '支付',
  sms: '短信',
  mail: '邮件',
} as const;
export type SandboxName = keyof typeof SANDBOXES;
const names = z.enum(['bureau', 'pay', 'sms', 'mail']);

export const sandboxSetting = defineSetting({
  key: 'sandboxes',
  title: '演练环境',
  secret: false,
  schema: z.array(names).default([]),
});

type Hook = (url: string | undefined) => Promise<void>;
const hooks = new Map<SandboxName, Hook>();
const addresses = new Map<SandboxName, string>();
const failures = new Map<SandboxName, string>();

/** The slice that talks to this kind of system learns the sandbox's address, or that it is gone. */
export function onSandbox(name: SandboxName, hook: Hook): void {
  hooks.set(name, hook);
}

/** Where a sandbox stands: the address of its page on this machine once it runs, and the words for people. */
export function sandboxState(name: SandboxName): {
  page: string | null;
  words: string;
  is_starting: boolean;
} {
  // A mail sandbox has an smtp:// and an http:// address: people open the latter.
  const page = addresses
    .get(name)
    ?.split(' ')
    .find((address) => address.startsWith('http'));
  const failed = failures.get(name);
  const words = page ? '运行中' : failed ? `没有启动成功：${failed}` : '正在启动';
  return { page: page ?? null, words, is_starting: !page && !failed };
}

/** Chinese names of the sandboxes in use: every page says so. */
export async function sandboxesInUse(): Promise<string[]> {
  return (await readSetting(sandboxSetting)).map((name) => SANDBOXES[name]);
}

/**
 * Sandboxes are separate processes that the supervisor runs: asks it for exactly these, once `trx` is through.
 * Throws UserError unavailable when there is no supervisor to ask.
 */
export async function useSandboxes(trx: Db, after: After, wanted: SandboxName[]): Promise<void> {
  if (wanted.length > 0 && !process.send) {
    throw new UserError(
      'unavailable',
      '演练环境由 npm start 启动的守护进程运行，当前的启动方式不支持',
    );
  }
  await writeSetting(trx, sandboxSetting, wanted);
  after(async () => askSupervisor(wanted));
}

const Answer = z.object({
  type: z.literal('sandbox'),
  name: names,
  /** Every address it has: the mail sandbox one for letters and one for people. */
  urls: z.array(z.string()).default([]),
  error: z.string().optional(),
});

/** At start: listens to the supervisor and asks for what the settings say. */
export async function startSandboxes(): Promise<void> {
  if (!process.send) return;
  process.on('message', (message) => {
    const answer = Answer.safeParse(message);
    if (answer.success) heard(answer.data);
  });
  askSupervisor(await readSetting(sandboxSetting));
}

function askSupervisor(wanted: SandboxName[]): void {
  failures.clear();
  process.send?.({ type: 'sandboxes', names: wanted });
}

function heard(answer: z.output<typeof Answer>): void {
  if (answer.error) log.warn('sandbox failed', { sandbox: answer.name, reason: answer.error });
  if (answer.error) failures.set(answer.name, answer.error);
  else failures.delete(answer.name);
  const known = answer.urls.join(' ') || undefined;
  if (known) addresses.set(answer.name, known);
  else addresses.delete(answer.name);
  hooks
    .get(answer.name)?.(known)
    .catch((error: unknown) => log.error('sandbox hook failed', { sandbox: answer.name, error }));
}
