import { z } from 'zod';
import { DAY, HOUR, MINUTE } from '../platform/clock.ts';
import { defineSetting, readSetting } from '../platform/settings.ts';

export const sessionSetting = defineSetting({
  key: 'accounts.sessions',
  title: '登录有效期',
  secret: false,
  schema: z
    .object({
      operator_idle_minutes: z.number().int().min(5).max(1440).default(30),
      operator_absolute_hours: z.number().int().min(1).max(168).default(12),
      customer_idle_days: z.number().int().min(1).max(90).default(30),
      customer_absolute_days: z.number().int().min(1).max(365).default(180),
    })
    .prefault({}),
});

export const signUpSetting = defineSetting({
  key: 'accounts.sign_up',
  title: '客户注册',
  secret: false,
  schema: z.object({ open: z.boolean().default(true) }).prefault({}),
});

/** How long a session lives without a request, and in all, in milliseconds. */
export async function lifeOfSession(
  operator: boolean,
): Promise<{ idle: number; absolute: number }> {
  const setting = await readSetting(sessionSetting);
  return operator
    ? {
        idle: setting.operator_idle_minutes * MINUTE,
        absolute: setting.operator_absolute_hours * HOUR,
      }
    : { idle: setting.customer_idle_days * DAY, absolute: setting.customer_absolute_days * DAY };
}
