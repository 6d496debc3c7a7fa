import { z } from 'zod';
import { isNotAllowed, mustBeAllowed } from '../../platform/call-out.ts';
import { UserError } from '../../platform/errors.ts';
import { EVENTS, type PanelEvent } from './tables.ts';

const isEvent = (word: string): word is PanelEvent => Object.hasOwn(EVENTS, word);

/** What an operator says of an endpoint. */
export const EndpointForm = z.object({
  name: z.string('请填写名称').trim().min(1, '请填写名称').max(60, '请控制在 60 个字以内'),
  url: z
    .url({ protocol: /^https?$/, error: '请填写完整地址，如 https://panel.example.com/webhooks' })
    .trim()
    .max(500, '请控制在 500 个字以内')
    .refine((text) => !hasUser(text), '地址里不能带用户名或密码'),
  events: z
    .union([z.string(), z.array(z.string())], '请选择要通知的事件')
    .transform((chosen) => [...new Set([chosen].flat())].filter(isEvent))
    .refine((chosen) => chosen.length > 0, '请选择要通知的事件'),
  is_on: z
    .string()
    .optional()
    .transform((text) => text === 'true'),
});
export type EndpointWish = z.output<typeof EndpointForm>;

function hasUser(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}

/** Throws a UserError at `url` for an address that leads into our own network. A name is judged at each call. */
export async function checkAddress(url: string): Promise<void> {
  try {
    await mustBeAllowed(new URL(url).hostname);
  } catch (error) {
    if (!isNotAllowed(error)) throw error;
    throw new UserError('unprocessable', error.message, { url: error.message });
  }
}
