/** What can go wrong: recipients refused, or the next letters answered with a code. */
export interface Faults {
  /** Part of an address; recipients that contain it are refused with 550. Empty = none. */
  refuse_to: string;
  /** So many letters to come are answered with `code` and not taken. */
  next: number;
  code: number;
}

export const freshFaults = (): Faults => ({ refuse_to: '', next: 0, code: 451 });

export interface MailState {
  web_port: number;
  faults: Faults;
}

/** One letter as it is kept: a line of mails.jsonl, its source beside it. */
export interface Mail {
  n: number;
  at: string;
  from: string;
  to: string[];
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  attachments: { filename: string; bytes: number; type: string }[];
}
