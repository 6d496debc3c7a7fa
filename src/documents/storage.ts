import { join } from 'node:path';
import { z } from 'zod';
import { defineConnection } from '../platform/connections.ts';
import { env } from '../platform/env.ts';
import { UserError } from '../platform/errors.ts';
import { log } from '../platform/log.ts';
import { defineSetting, readSetting } from '../platform/settings.ts';
import { localStorage } from './storage/local.ts';
import { ObjectStore, objectStorage } from './storage/object-store.ts';
import type { Storage } from './storage/storage.ts';

export type { Storage } from './storage/storage.ts';

export const storageSetting = defineSetting({
  key: 'documents.storage',
  title: '图片存储',
  secret: true,
  schema: z
    .discriminatedUnion('kind', [z.object({ kind: z.literal('local') }), ObjectStore])
    .default({ kind: 'local' }),
});

let opened: { setting: string; storage: Storage } | undefined;

/** The storage that the settings name now. What it cannot do is a UserError in plain words, and logged. */
export async function storage(): Promise<Storage> {
  const setting = await readSetting(storageSetting);
  const named = JSON.stringify(setting);
  if (opened?.setting === named) return opened.storage;
  const storage =
    setting.kind === 's3' ? objectStorage(setting) : localStorage(join(env.DATA_DIR, 'documents'));
  opened = { setting: named, storage: inWords(storage) };
  return opened.storage;
}

function inWords(storage: Storage): Storage {
  const told =
    (words: string) =>
    (error: unknown): never => {
      log.error('picture storage', { error });
      throw new UserError('unavailable', words);
    };
  return {
    ...storage,
    put: (key, bytes) =>
      storage.put(key, bytes).catch(told('图片暂时存不下来，请稍后再试。已填写的内容不受影响')),
    get: (key) => storage.get(key).catch(told('图片暂时打不开，请稍后再试')),
  };
}

defineConnection({
  key: 'storage',
  title: '图片存储',
  settings_url: '/settings/storage',
  test: async () => {
    const setting = await readSetting(storageSetting);
    await (await storage()).check();
    return {
      state: 'ok',
      words: setting.kind === 's3' ? `对象存储 ${setting.bucket}` : '本机目录（加密保存）',
    };
  },
});
