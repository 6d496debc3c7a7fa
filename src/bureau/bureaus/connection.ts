import { z } from 'zod';
import { SYSTEM } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { defineConnection } from '../../platform/connections.ts';
import { db } from '../../platform/db.ts';
import { onSandbox } from '../../platform/sandboxes.ts';
import { fetchText } from '../soap/http.ts';
import { importBureau } from './bureau-file.ts';
import { allBureaus } from './bureaus.ts';
import { checkBureau } from './check-bureau.ts';

const SANDBOX_OFF = '演练环境已关闭';

defineConnection({
  key: 'bureau',
  title: '通信管理局接口',
  sandbox: 'bureau',
  settings_url: '/bureaus',
  test: async () => {
    const bureaus = (await allBureaus(db)).filter((row) => row.pause_reason !== SANDBOX_OFF);
    if (bureaus.length === 0) return { state: 'off', words: '还没有配置管局接口' };
    const failed: string[] = [];
    for (const { name } of bureaus) {
      const { checks } = await checkBureau(name);
      const fault = checks.find(({ ok }) => !ok);
      if (fault) failed.push(`${name}：${fault.name}${fault.words}`);
    }
    if (failed.length > 0) return { state: 'failed', words: failed.join('；') };
    return { state: 'ok', words: `${bureaus.length} 个管局接口可连通并登录` };
  },
});

onSandbox('bureau', useSandbox);

/** Takes up the sandbox's bureau at its present address, or puts it to rest when the sandbox is gone. */
export async function useSandbox(url: string | undefined): Promise<void> {
  const off = { paused_at: now(), pause_reason: SANDBOX_OFF };
  const sandbox = () => db('bureaus').where({ is_sandbox: true });
  if (!url) {
    await sandbox().whereNull('paused_at').update(off);
    return;
  }
  const { body } = await fetchText(
    `${url}/_control/bureau-file`,
    { seconds: 10, bytes: 100_000 },
    undefined,
    { isSandbox: true },
  );
  const file = z.looseObject({ name: z.string() }).parse(JSON.parse(body));
  await importBureau(db, file, SYSTEM, { is_sandbox: true });
  await sandbox().whereNot({ name: file.name }).whereNull('paused_at').update(off);
  await sandbox()
    .where({ name: file.name, pause_reason: SANDBOX_OFF })
    .update({ paused_at: null, pause_reason: null });
}
