import type { Command } from './command.ts';
import '../app.ts'; // every slice names its settings when it is loaded
import { record, SYSTEM } from '../audit/index.ts';
import { inTransaction } from '../platform/db.ts';
import { UserError } from '../platform/errors.ts';
import { allSettings, readSetting, settingNamed, writeSetting } from '../platform/settings.ts';
import { prepareDatabase } from '../prepare.ts';
import { readStdin } from './stdin.ts';

export const get: Command = {
  run: async ([key]) => {
    await prepareDatabase();
    if (!key) return allSettings().map(({ key, title, secret }) => ({ key, title, secret }));
    const setting = settingNamed(key);
    const value = await readSetting(setting);
    return setting.secret
      ? { key, secret: true, is_default: isDefault(setting.schema.parse(undefined), value) }
      : value;
  },
};

export const set: Command = {
  run: async ([key = '']) => {
    await prepareDatabase();
    const setting = settingNamed(key);
    const value = parseJson(await readStdin());
    refuseUnknown(key, value, setting.schema.safeParse(value).data);
    await inTransaction(async (trx) => {
      await writeSetting(trx, setting, value);
      await record(trx, SYSTEM, 'settings.changed', `settings:${key}`, {});
    });
    return { key, saved: true };
  },
};

function isDefault(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UserError('invalid', '标准输入不是有效的 JSON');
  }
}

/** A misspelt name would be dropped in silence: what was given and is not in what the schema took is refused. */
function refuseUnknown(key: string, given: unknown, taken: unknown, at = ''): void {
  if (!isObject(given) || !isObject(taken)) return;
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(taken, name)) {
      const known = Object.keys(taken).join('、');
      throw new UserError('invalid', `设置 ${key} 没有 ${at}${name} 这一项。可用的有：${known}`);
    }
    refuseUnknown(key, value, taken[name], `${at}${name}.`);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
