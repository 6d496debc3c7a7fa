import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { defineConnection } from '../platform/connections.ts';
import { env } from '../platform/env.ts';
import { recordedCall } from '../platform/outgoing.ts';
import { defineSetting, readSetting } from '../platform/settings.ts';

/** Where sealed bytes lie. Keys are 'WJ…/original', letters, digits and slashes only. */
export interface Storage {
  put(key: string, bytes: Buffer): Promise<void>;
  get(key: string): Promise<Buffer>;
  remove(key: string): Promise<void>;
  /** Throws when it cannot be used. */
  check(): Promise<void>;
}

const Local = z.object({ kind: z.literal('local') });
const S3 = z.object({
  kind: z.literal('s3'),
  endpoint: z.url(),
  region: z.string().default('auto'),
  bucket: z.string().min(1),
  access_key_id: z.string().min(1),
  secret_access_key: z.string().min(1),
  /** MinIO wants the bucket in the path; OSS and COS in the host name. */
  path_style: z.boolean().default(false),
});

export const storageSetting = defineSetting({
  key: 'documents.storage',
  title: '图片存储',
  secret: true,
  schema: z.discriminatedUnion('kind', [Local, S3]).default({ kind: 'local' }),
});

/** The storage that the settings name now. */
export async function storage(): Promise<Storage> {
  const setting = await readSetting(storageSetting);
  return setting.kind === 's3'
    ? objectStorage(setting)
    : localStorage(join(env.DATA_DIR, 'documents'));
}

function localStorage(folder: string): Storage {
  const pathOf = (key: string) => join(folder, key.slice(2, 4), key);
  return {
    // Flushed and renamed before the row that names it is committed: a row never points to half a file.
    put: async (key, bytes) => {
      const path = pathOf(key);
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      const aside = `${path}.${process.pid}.part`;
      const file = await open(aside, 'w', 0o600);
      await file.writeFile(bytes);
      await file.sync();
      await file.close();
      await rename(aside, path);
    },
    get: (key) => readFile(pathOf(key)),
    remove: (key) => rm(pathOf(key), { force: true }),
    check: async () => void (await mkdir(folder, { recursive: true, mode: 0o700 })),
  };
}

function objectStorage(setting: z.output<typeof S3>): Storage {
  const client = new S3Client({
    endpoint: setting.endpoint,
    region: setting.region,
    forcePathStyle: setting.path_style,
    credentials: { accessKeyId: setting.access_key_id, secretAccessKey: setting.secret_access_key },
    // OSS and COS know none of the newer checksum headers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  const Bucket = setting.bucket;
  const call = <T>(action: string, subject: string, run: () => Promise<T>) =>
    recordedCall({ system: 'storage', action, target: setting.endpoint, subject }, run);
  return {
    put: async (Key, Body) => {
      await call('put', Key, () => client.send(new PutObjectCommand({ Bucket, Key, Body })));
    },
    get: async (Key) => {
      const answer = await call('get', Key, () =>
        client.send(new GetObjectCommand({ Bucket, Key })),
      );
      if (!answer.Body) throw new Error(`object ${Key} has no body`);
      return Buffer.from(await answer.Body.transformToByteArray());
    },
    remove: async (Key) => {
      await call('remove', Key, () => client.send(new DeleteObjectCommand({ Bucket, Key })));
    },
    check: async () => {
      await call('check', Bucket, () => client.send(new HeadBucketCommand({ Bucket })));
    },
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
      words: setting.kind === 's3' ? `对象存储 ${setting.bucket}` : '本机目录(加密保存)',
    };
  },
});
