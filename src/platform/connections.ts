import { spellMessage } from './spell-error.ts';

export interface Connection {
  key: string;
  /** In a person's words: "邮件", "通信管理局接口". */
  title: string;
  /** The sandbox that can stand in for it, when there is one. */
  sandbox?: 'bureau' | 'pay' | 'sms' | 'mail';
  /** Where it is configured. */
  settings_url: string;
  /** Tries it for real. `words` says what was found or what to do. */
  test(): Promise<{ state: 'ok' | 'off' | 'failed'; words: string }>;
}

const connections: Connection[] = [];

/** Puts an outside system on the set-up page and the console, with its "test" button. */
export function defineConnection(connection: Connection): void {
  connections.push(connection);
}

export function allConnections(): readonly Connection[] {
  return connections;
}

/** A test that never throws: a failure is what it has to tell. */
export async function testConnection(
  connection: Connection,
): Promise<{ state: 'ok' | 'off' | 'failed'; words: string }> {
  try {
    return await connection.test();
  } catch (error) {
    return { state: 'failed', words: spellMessage(error).slice(0, 200) || '连接失败' };
  }
}
