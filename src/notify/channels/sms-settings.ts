import { z } from 'zod';
import { onSandbox } from '../../platform/sandboxes.ts';
import { defineSetting, readSetting } from '../../platform/settings.ts';

const text = (most: number) => z.string().trim().max(most).default('');

export const smsSetting = defineSetting({
  key: 'notify.sms',
  title: '短信（阿里云）',
  secret: true,
  schema: z
    .object({
      endpoint: z
        .url({ protocol: /^https?$/, message: '请填写完整地址，如 https://dysmsapi.aliyuncs.com' })
        .default('https://dysmsapi.aliyuncs.com'),
      access_key_id: text(100),
      access_key_secret: text(200),
      sign_name: text(30),
      /** Event -> template code (SMS_…). An event without one does not go out by SMS. */
      templates: z.record(z.string(), z.string().trim().max(50)).default({}),
    })
    .prefault({}),
});

export interface SmsService {
  endpoint: string;
  access_key_id: string;
  access_key_secret: string;
  sign_name: string;
  templates: Record<string, string>;
  sandbox: boolean;
}

let sandbox: string | undefined;

onSandbox('sms', async (addresses) => {
  sandbox = addresses?.split(' ').find((address) => address.startsWith('http'));
});

/** The service that is set, else the sandbox (which takes any template code), else none. */
export async function smsService(): Promise<SmsService | undefined> {
  const setting = await readSetting(smsSetting);
  if (setting.access_key_id) return { ...setting, sandbox: false };
  if (!sandbox) return undefined;
  return {
    endpoint: sandbox,
    access_key_id: 'sandbox',
    access_key_secret: 'sandbox',
    sign_name: '备卡演练',
    templates: setting.templates,
    sandbox: true,
  };
}

/** The provider's code for an event's wording; undefined: this event does not go out by SMS. */
export function templateCode(service: SmsService, event: string): string | undefined {
  return service.templates[event] || (service.sandbox ? `SANDBOX_${event}` : undefined);
}
