import type { Channel } from './channel.ts';
import { mail } from './mail.ts';
import { sms } from './sms.ts';

/** Every channel; a new one is a file here and one line. */
const CHANNELS = { mail, sms } as const satisfies Record<string, Channel>;
export type ChannelName = keyof typeof CHANNELS;
export const channelNames = ['mail', 'sms'] as const;

export function channelOf(name: ChannelName): Channel {
  return CHANNELS[name];
}
