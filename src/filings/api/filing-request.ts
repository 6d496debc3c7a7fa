import { z } from 'zod';
import { type FieldErrors, UserError } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import { type FilingForm, isSlot, LIMITS, readDraft } from '../forms.ts';
import { About } from './about-filed.ts';
import type { Given } from './laid-over.ts';

/** A whole filing in one message: the form's parts, and pictures by the slot they are for. */
export interface FilingRequest {
  form: FilingForm;
  /** What is asked about something filed already; null: all is in the form, and we say of which kind it is. */
  about: About | null;
  /** The parts of the form as they were sent. */
  given: Given;
  pictures: Map<string, Buffer[]>;
  /** Keep it as a draft, whatever is missing, and submit nothing. */
  draft: boolean;
  /** 备案服务号, when one is needed; '' when none was sent. */
  service_code: string;
  /** What was not understood, by its path; empty when all was. */
  faults: FieldErrors;
}

const WRONG = '没有这一项，或内容格式不对';
const one = z.string().min(1).max(30_000_000);
const pictures = z.record(z.string(), z.union([one, z.array(one).max(LIMITS.documents)]), {
  error: '须为 {"位置": "base64 文本"} 或 {"位置": ["base64 文本", …]}',
});
const Envelope = z.object({
  entity: z.unknown().optional(),
  services: z.unknown().optional(),
  materials: z.unknown().optional(),
  consents: z.unknown().optional(),
  ending: z.unknown().optional(),
  request: About.optional(),
  pictures: pictures.default({}),
  draft: z.boolean('须为 true 或 false').default(false),
  service_code: z.string('须为文本').max(60, '太长了').default(''),
});

/** Turns one picture as it was sent into bytes. */
export type OpenPicture = (sent: string, path: string) => Buffer | Promise<Buffer>;

/**
 * Reads a whole filing. What is not understood stands in `faults`, by its path, beside all that was: whoever files it
 * tells both at once. A UserError only for what is no filing at all. Nothing is dropped in silence.
 */
export async function readFilingRequest(
  body: unknown,
  open: OpenPicture = fromBase64,
): Promise<FilingRequest> {
  const read = readOr(Envelope, body);
  if (!read.ok) throw refused({ ...wrong(unknownParts(body)), ...read.fields });
  const { pictures, draft, service_code, request, ...parts } = read.data;
  const { form, dropped } = readDraft(parts);
  const faults: FieldErrors = wrong([...unknownParts(body), ...dropped]);
  const opened = new Map<string, Buffer[]>();
  for (const [slot, sent] of Object.entries(pictures)) {
    const path = `pictures.${slot}`;
    if (!isSlot(slot)) faults[path] = WRONG;
    else opened.set(slot, await openAll([sent].flat(), path, open, faults));
  }
  return {
    ...{ form, about: request ?? null, given: parts },
    ...{ pictures: opened, draft, service_code, faults },
  };
}

/** One picture that cannot be opened is named by its place; the others are opened all the same. */
async function openAll(
  sent: readonly string[],
  path: string,
  open: OpenPicture,
  faults: FieldErrors,
): Promise<Buffer[]> {
  const bytes: Buffer[] = [];
  for (const each of sent) {
    try {
      bytes.push(await open(each, path));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      faults[path] = error.fields[path] ?? error.message;
    }
  }
  return bytes;
}

const wrong = (paths: readonly string[]): FieldErrors =>
  Object.fromEntries(paths.map((path) => [path, WRONG]));

function unknownParts(body: unknown): string[] {
  if (typeof body !== 'object' || body === null) return [];
  return Object.keys(body).filter((key) => !Object.hasOwn(Envelope.shape, key));
}

function refused(fields: FieldErrors): UserError {
  return new UserError('unprocessable', '请检查标出的内容', fields);
}

const BASE64 = /^[A-Za-z0-9+/\s]+={0,2}\s*$/;

/** Base64 text, with or without `data:image/…;base64,` before it. */
export function fromBase64(sent: string, path: string): Buffer {
  const text = sent.replace(/^data:image\/[a-z+.-]+;base64,/, '');
  if (!BASE64.test(text)) throw refused({ [path]: '图片须为 base64 文本' });
  return Buffer.from(text, 'base64');
}
