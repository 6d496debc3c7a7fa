import type { Recipient } from './channels/channel.ts';
import { channelNames, channelOf } from './channels/index.ts';
import { type EventName, templateOf } from './templates/index.ts';

export type Way = 'site' | (typeof channelNames)[number];

/** The ways on which this person would really hear of an event, as things are set up now. */
export async function waysOf(event: EventName, to: Recipient): Promise<Way[]> {
  const template = templateOf(event);
  const ways: Way[] = template.in_site ? ['site'] : [];
  for (const channel of channelNames)
    if (await channelOf(channel).addressFor(event, template, to)) ways.push(channel);
  return ways;
}
