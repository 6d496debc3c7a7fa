import { z } from 'zod';
import type { Db } from './db.ts';
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

/** The slice that talks to this kind of system learns the sandbox's address, or that it is gone. */
export function onSandbox(name: SandboxName, hook: Hook): void {
  hooks.set(name, hook);
}

/** The sandbox's own page, for people; undefined while it is not running. */
export function sandboxAddress(name: SandboxName): string | undefined {
  return addresses.get(name);
}

/** Chinese names of the sandboxes in use: every page says so. */
export async function sandboxesInUse(): Promise<string[]> {
  return (await readSetting(sandboxSetting)).map((name) => SANDBOXES[name]);
}

/**
 * Sandboxes are separate processes that the supervisor runs: asks it for exactly these, once `trx` is through.
 * Throws UserError unavailable when there is no supervisor to ask.
 */
export async function useSandboxes(
  trx: Db,
  after: (step: () => Promise<unknown>) => void,
  wanted: SandboxName[],
): Promise<void> {
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
  process.send?.({ type: 'sandboxes', names: wanted });
}

function heard(answer: z.output<typeof Answer>): void {
  if (answer.error) log.warn('sandbox failed', { sandbox: answer.name, reason: answer.error });
  const known = answer.urls.join(' ') || undefined;
  if (known) addresses.set(answer.name, known);
  else addresses.delete(answer.name);
  hooks
    .get(answer.name)?.(known)
    .catch((error: unknown) => log.error('sandbox hook failed', { sandbox: answer.name, error }));
}
