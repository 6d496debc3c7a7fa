import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { S3Client } from '@aws-sdk/client-s3';
import { z } from 'zod';
import { guardedLookup, mustBeAllowed } from '../../platform/call-out.ts';
import { SECOND } from '../../platform/clock.ts';
import { recordedCall } from '../../platform/outgoing.ts';
import type { Storage } from './storage.ts';

/** How an S3-compatible store is reached: 阿里云 OSS, 腾讯云 COS, MinIO. */
export const ObjectStore = z.object({
  kind: z.literal('s3'),
  endpoint: z.url({
    protocol: /^https?$/,
    error: '请填写完整地址，如 https://oss-cn-hangzhou.aliyuncs.com',
  }),
  region: z.string().default('auto'),
  bucket: z.string().min(1, '请填写存储桶'),
  access_key_id: z.string().min(1, '请填写 AccessKey ID'),
  secret_access_key: z.string().min(1, '请填写 AccessKey Secret'),
  /** MinIO wants the bucket in the path; OSS and COS in the host name. */
  path_style: z.boolean().default(false),
});

export function objectStorage(setting: z.output<typeof ObjectStore>): Storage {
  // Loaded by those who keep their files so, and by nobody else.
  const store = remembered(async () => {
    const sdk = await import('@aws-sdk/client-s3');
    return { sdk, client: clientOf(sdk, setting) };
  });
  const Bucket = setting.bucket;
  const call = <T>(action: string, subject: string, run: () => Promise<T>) =>
    recordedCall({ system: 'storage', action, target: setting.endpoint, subject }, async () => {
      await mustBeAllowed(new URL(setting.endpoint).hostname);
      return run();
    });
  return {
    put: async (Key, Body) => {
      const { sdk, client } = await store();
      await call('put', Key, () => client.send(new sdk.PutObjectCommand({ Bucket, Key, Body })));
    },
    get: (Key) =>
      call('get', Key, async () => {
        const { sdk, client } = await store();
        const answer = await client.send(new sdk.GetObjectCommand({ Bucket, Key }));
        if (!answer.Body) throw new Error(`object ${Key} has no body`);
        return Buffer.from(await answer.Body.transformToByteArray());
      }),
    remove: async (Key) => {
      const { sdk, client } = await store();
      await call('remove', Key, () => client.send(new sdk.DeleteObjectCommand({ Bucket, Key })));
    },
    check: async () => {
      const { sdk, client } = await store();
      await call('check', Bucket, () => client.send(new sdk.HeadBucketCommand({ Bucket })));
    },
  };
}

function remembered<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

type Sdk = typeof import('@aws-sdk/client-s3');

function clientOf({ S3Client: Client }: Sdk, setting: z.output<typeof ObjectStore>): S3Client {
  return new Client({
    endpoint: setting.endpoint,
    region: setting.region,
    forcePathStyle: setting.path_style,
    credentials: { accessKeyId: setting.access_key_id, secretAccessKey: setting.secret_access_key },
    // OSS and COS know none of the newer checksum headers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Somebody waits: a store that hangs is given up.
    maxAttempts: 2,
    requestHandler: {
      httpAgent: new HttpAgent({ keepAlive: true, lookup: guardedLookup() }),
      httpsAgent: new HttpsAgent({ keepAlive: true, lookup: guardedLookup() }),
      connectionTimeout: 3 * SECOND,
      requestTimeout: 10 * SECOND,
      throwOnRequestTimeout: true,
    },
  });
}
