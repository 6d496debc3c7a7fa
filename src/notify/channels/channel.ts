import { z } from 'zod';
import type { Template } from '../templates/template.ts';

/** What leaves: made when the event happens, kept sealed until it is sent. */
export const Content = z.object({
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  /** A path of this site. */
  link: z.string().nullable(),
  values: z.record(z.string(), z.string()),
});
export type Content = z.output<typeof Content>;

export interface Outgoing {
  delivery_no: string;
  event: string;
  content: Content;
}

export interface Recipient {
  email?: string | null;
  mobile?: string | null;
}

/** `refused`: another try would not change it. A thrown error is worth another try. */
export type Sent = { refused: false } | { refused: true; reason: string };

/** One way to reach a person outside the site. */
export interface Channel {
  title: string;
  /** The address this channel uses, when the event goes out on it. */
  addressFor(event: string, template: Template, to: Recipient): Promise<string | null>;
  /** Is it set up? What is owed waits until it is. */
  isReady(): Promise<boolean>;
  send(outgoing: Outgoing): Promise<Sent>;
}
