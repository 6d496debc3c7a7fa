import { SECOND } from './clock.ts';
import { spellMessage } from './spell-error.ts';

export interface Tested {
  state: 'ok' | 'off' | 'failed';
  words: string;
}

export interface Connection {
  key: string;
  /** In a person's words: "邮件", "通信管理局接口". */
  title: string;
  /** The sandbox that can stand in for it, when there is one. */
  sandbox?: 'bureau' | 'pay' | 'sms' | 'mail';
  /** Where it is configured. */
  settings_url: string;
  /** Tries it for real. `words` says what was found or what to do. */
  test(): Promise<Tested>;
}

const connections: Connection[] = [];

/** Puts an outside system on the set-up page and the console, with its "test" button. */
export function defineConnection(connection: Connection): void {
  connections.push(connection);
}

export function allConnections(): readonly Connection[] {
  return connections;
}

/** A page is not worth a call to everybody each time it is looked at, and never waits long for one. */
const FRESH_MS = 30 * SECOND;
const PATIENCE_MS = 1500;

const lately = new Map<string, { at: number; test: Promise<Tested> }>();

/** Tests it now. Never throws: a failure is what it has to tell. */
export async function testConnection(connection: Connection): Promise<Tested> {
  const test = run(connection);
  lately.set(connection.key, { at: Date.now(), test });
  return test;
}

/** What the latest test found; one that takes long is told as `checking`, and its end is told next time. */
export async function latestTest(
  connection: Connection,
): Promise<Tested | { state: 'checking'; words: string }> {
  const known = lately.get(connection.key);
  const isFresh = known && Date.now() - known.at < FRESH_MS;
  const test = isFresh ? known.test : testConnection(connection);
  const checking = { state: 'checking', words: '对方还没有应答，请稍后刷新' } as const;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof checking>((resolve) => {
    timer = setTimeout(() => resolve(checking), PATIENCE_MS);
  });
  return Promise.race([test, late]).finally(() => clearTimeout(timer));
}

async function run(connection: Connection): Promise<Tested> {
  try {
    return await connection.test();
  } catch (error) {
    return { state: 'failed', words: spellMessage(error).slice(0, 200) || '连接失败' };
  }
}
