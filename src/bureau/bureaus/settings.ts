import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

const minutes = (value: number) => z.number().int().min(1).max(1440).default(value);
const own = z.number().int().min(1).max(1440).nullable().default(null);

/** How the exchange with bureaus is paced and bounded. Seconds, bytes and minutes as the names say. */
export const exchangeSetting = defineSetting({
  key: 'bureau.exchange',
  title: '管局上报与下载',
  secret: false,
  schema: z
    .object({
      /** Records that come within this time go up in one file. */
      batch_seconds: z.number().int().min(0).max(3600).default(5),
      records_per_file: z.number().int().min(1).max(1000).default(1000),
      xml_bytes_per_file: z
        .number()
        .int()
        .min(500_000)
        .max(50 * 1024 * 1024)
        .default(20 * 1024 * 1024),
      files_per_round: z.number().int().min(1).max(1000).default(200),
      /** How soon another worker takes over from one that died. */
      lease_seconds: z.number().int().min(1).max(600).default(20),
      call_seconds: z.number().int().min(1).max(600).default(60),
      upload_seconds: z.number().int().min(1).max(1800).default(180),
      /** A WSDL is read again after this time. */
      wsdl_minutes: minutes(60),
      /** The bureau is asked for its newest sequence number at least this often. */
      sequence_check_hours: z.number().int().min(1).max(720).default(12),
    })
    .prefault({}),
});

/** How often to ask for results, at all bureaus; what is null is as the interface profile says. */
export const pollSetting = defineSetting({
  key: 'bureau.polling',
  title: '管局结果轮询',
  secret: false,
  schema: z
    .object({
      busy_for_minutes: own,
      busy_every_minutes: own,
      waiting_every_minutes: own,
      quiet_every_minutes: own,
    })
    .prefault({}),
});
