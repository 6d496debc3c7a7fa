import { Router } from 'express';
import { requires, userOf } from '../accounts/index.ts';
import { record } from '../audit/index.ts';
import {
  allConnections,
  type Connection,
  latestTest,
  testConnection,
} from '../platform/connections.ts';
import { inTransaction } from '../platform/db.ts';
import { env } from '../platform/env.ts';
import { must, UserError } from '../platform/errors.ts';
import {
  SANDBOXES,
  type SandboxName,
  sandboxSetting,
  sandboxState,
  useSandboxes,
} from '../platform/sandboxes.ts';
import { readSetting } from '../platform/settings.ts';

/** What is connected, with a test for each, and the sandboxes that can stand in. */
export const connections = Router();

connections.get('/setup/connections', requires('settings.manage'), async (req, res) => {
  const tested = typeof req.query['tested'] === 'string' ? req.query['tested'] : null;
  const used = await readSetting(sandboxSetting);
  const list = await Promise.all(allConnections().map((connection) => shown(connection)));
  const sandboxes = sandboxNames().map((name) => sandboxShown(name, used.includes(name)));
  res.page('ops/connections', {
    title: '连接与演练环境',
    connections: list,
    secrets_file: env.SECRETS_FILE,
    sandboxes,
    tested,
  });
});

connections.post('/setup/connections/:key/test', requires('settings.manage'), async (req, res) => {
  const connection = must(
    allConnections().find((each) => each.key === req.params['key']),
    '连接',
  );
  const { state, words } = await testConnection(connection);
  res.flash(state === 'failed' ? 'error' : 'success', `${connection.title}：${words}`);
  res.redirect(303, `/setup/connections?tested=${connection.key}#connection-${connection.key}`);
});

connections.post('/setup/sandboxes', requires('settings.manage'), async (req, res) => {
  const chosen = [req.body?.sandboxes ?? []].flat().map(String);
  const wanted = sandboxNames().filter((name) => chosen.includes(name));
  try {
    await inTransaction(async (trx, after) => {
      await useSandboxes(trx, after, wanted);
      const details = { used: wanted };
      await record(trx, userOf(req).actor, 'sandboxes.changed', 'settings:sandboxes', details);
    });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    res.flash('error', error.message);
    return res.redirect(303, '/setup/connections');
  }
  res.flash('success', wanted.length ? '已保存，演练环境几秒后即可使用' : '已停用全部演练环境');
  res.redirect(303, '/setup/connections');
});

function sandboxNames(): SandboxName[] {
  return ['bureau', 'pay', 'sms', 'mail'];
}

async function shown(connection: Connection) {
  const { key, title, settings_url, sandbox } = connection;
  const { state, words } = await latestTest(connection);
  return { key, title, settings_url, sandbox: sandbox ?? null, state, words };
}

function sandboxShown(name: SandboxName, is_used: boolean) {
  const { page, words, is_starting } = sandboxState(name);
  return {
    name,
    label: SANDBOXES[name],
    is_used,
    words: is_used ? words : '未启用',
    is_starting: is_used && is_starting,
    /** For programs on this machine; people follow `href`. */
    local_address: is_used ? page : null,
    href: is_used && page ? `/sandboxes/${name}/` : null,
  };
}
