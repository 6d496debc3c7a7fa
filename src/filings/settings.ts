import { z } from 'zod';
import { defineSetting } from '../platform/settings.ts';
import { ProvinceOverride } from './provinces/index.ts';

const ipv4 = z.ipv4('请填写 IPv4 地址');

/** We, the access provider, as printed forms name us, and the address blocks that are filed as ours. */
export const providerSetting = defineSetting({
  key: 'filings.provider',
  title: '接入服务商资料',
  secret: false,
  schema: z
    .object({
      name: z.string().trim().max(100).default(''),
      ip_ranges: z
        .array(z.object({ first: ipv4, last: ipv4 }))
        .max(500)
        .default([]),
    })
    .prefault({}),
});

/** What the operator knows better than the shipped province records; province code -> what differs. */
export const provincesSetting = defineSetting({
  key: 'filings.provinces',
  title: '各省备案要求的修正',
  secret: false,
  schema: z.record(z.string().regex(/^\d{6}$/), ProvinceOverride).default({}),
});

/** Promised pace, in working days: ours for the review, the bureau's for its own (33 号令: 20). */
export const paceSetting = defineSetting({
  key: 'filings.pace',
  title: '备案办理时限（工作日）',
  secret: false,
  schema: z
    .object({
      review_days: z.number().int().min(1).max(10).default(2),
      bureau_days: z.number().int().min(1).max(60).default(20),
    })
    .prefault({}),
});
