import { maskNumber } from '../../platform/mask.ts';
import { recordedCall } from '../../platform/outgoing.ts';
import type { Account } from '../bureaus/bureaus.ts';
import { takeCall } from '../call-limit.ts';
import { codecOf } from '../profile/codec.ts';
import type { ProfileDocument } from '../profile/document.ts';
import type { CallName, Carried } from '../profile/wire-document.ts';
import type { BureauRow } from '../tables.ts';
import { type Answer, readAnswer } from '../wire/answer.ts';
import { randomValue } from '../wire/digest.ts';
import { soapService } from './soap.ts';

/** The most that an answer may weigh. */
export const ANSWER_BYTES = 64 * 1024 * 1024;

/** What a bureau may be asked. Each throws in plain words (see isNoAnswer) when no answer can be read. */
export interface BureauCalls {
  /** Who calls has counted it already (takeCall): what is marked as being sent must not be stopped by that. */
  upload(upload: { sequence: number; zip: Buffer }): Promise<Answer>;
  download(): Promise<Answer>;
  acknowledge(file_name: string): Promise<Answer>;
  previousUpload(): Promise<Answer>;
  /** Is this filed? `condition_type` 0 a domain, else a kind of certificate (NOTES of isp_querybeianstatus). */
  status(asked: { condition_type: string; condition: string }): Promise<Answer>;
  /** Does this filing password belong to this number? The log never holds the password. */
  filingPassword(asked: { icp_number: string; filing_password: string }): Promise<Answer>;
}

export const REPORTING = ['upload', 'download', 'acknowledge', 'previous_upload'] as const;

export interface Pace {
  call_seconds: number;
  upload_seconds: number;
  wsdl_minutes: number;
}

/** All of a bureau that a call needs to know. */
export interface Callee {
  bureau: BureauRow;
  account: Account;
  profile: ProfileDocument;
  pace: Pace;
}

type Values = Partial<Record<Carried, string>>;

export function callsTo(callee: Callee): BureauCalls {
  const run = (name: CallName, values: Values, subject = '') =>
    recorded(callee, name, { subject, values }, () => answerTo(callee, name, values));
  return {
    upload: ({ sequence, zip }) =>
      run('upload', uploadValues(callee, sequence, zip), `#${sequence}`),
    download: () => run('download', {}),
    acknowledge: (file_name) => run('acknowledge', { file_name }),
    previousUpload: () => run('previous_upload', {}),
    status: (asked) => run('status', asked),
    filingPassword: (asked) => run('filing_password', asked),
  };
}

async function answerTo(
  { bureau, account, profile, pace }: Callee,
  name: CallName,
  values: Values,
): Promise<Answer> {
  const { method, parameters } = profile.wire.calls[name];
  const service = await soapService(addressOf(bureau, name), pace.wsdl_minutes, {
    isSandbox: Boolean(bureau.is_sandbox),
  });
  const seconds = name === 'upload' ? pace.upload_seconds : pace.call_seconds;
  const carried: Values = { ...credentials(account, profile), ...values };
  const named = Object.entries(parameters).map(([key, what]) => [key, carried[what] ?? '']);
  const limits = { seconds, bytes: ANSWER_BYTES };
  const { status, body } = await service.call(method, Object.fromEntries(named), limits);
  if (status >= 300 && !body.includes('Envelope')) throw new Error(`HTTP ${status}`);
  return readAnswer(body, profile.wire);
}

/** Each of the three services has a WSDL of its own. */
function addressOf(bureau: BureauRow, name: CallName): string {
  const others: Partial<Record<CallName, string | null>> = {
    status: bureau.query_wsdl,
    filing_password: bureau.verify_wsdl,
  };
  const found = name in others ? others[name] : bureau.upload_wsdl;
  if (!found) throw new Error('没有配置这个接口的地址');
  return found;
}

const NO_ANSWER = 'NoAnswer';

/** The bureau could not be asked, or its answer could not be read: what it did is not known. */
export function isNoAnswer(error: unknown): error is Error {
  return error instanceof Error && error.name === NO_ANSWER;
}

function noAnswer(error: unknown): Error {
  const words = error instanceof Error ? error.message.slice(0, 200) : '没有可读的回应';
  return Object.assign(new Error(words), { name: NO_ANSWER });
}

function credentials({ isp_id, user_name, password }: Account, profile: ProfileDocument): Values {
  const { random_length, codes } = profile.wire;
  const random = randomValue(random_length);
  const proof = codecOf(profile).proof({ password, random, user_name });
  return { isp_id, user_name, random, proof, hash_code: codes.hash };
}

function uploadValues({ account, profile }: Callee, sequence: number, zip: Buffer): Values {
  const { codes } = profile.wire;
  const codec = codecOf(profile);
  const cipher = account.encrypt ? account.cipher : undefined;
  return {
    content: codec.seal(zip, cipher),
    content_hash: codec.hashOf(zip),
    sequence: String(sequence),
    encryption_code: cipher ? codes.encrypted : codes.plain,
    compression_code: codes.compression,
  };
}

async function recorded(
  callee: Callee,
  name: CallName,
  { subject: part, values }: { subject: string; values: Values },
  run: () => Promise<Answer>,
): Promise<Answer> {
  const { bureau, profile } = callee;
  const guarded = () => run().catch((error: unknown) => Promise.reject(noAnswer(error)));
  const { host, pathname } = new URL(addressOf(bureau, name));
  const subject = `bureau:${bureau.name}${part}`;
  const action = profile.wire.calls[name].method;
  if (name !== 'upload') await takeCall(bureau, profile);
  return recordedCall(
    {
      system: 'bureau',
      action,
      target: host + pathname,
      subject,
      details: masked(callee, name, values),
    },
    guarded,
    ({ msg_code }) => `msg_code ${msg_code}`,
  );
}

const SECRET: ReadonlySet<Carried> = new Set(['random', 'proof', 'filing_password']);
const LARGE = 64;

/** A call's parameters for the log: secrets and what was asked about a person hidden, payloads as their size. */
function masked(
  { account, profile }: Callee,
  name: CallName,
  values: Values,
): Record<string, string> {
  const known: Values = { isp_id: account.isp_id, user_name: account.user_name, ...values };
  const entries = Object.entries(profile.wire.calls[name].parameters).map(([key, what]) => {
    const value = known[what] ?? '';
    if (SECRET.has(what)) return [key, '（不记录）'];
    if (what === 'condition') return [key, maskNumber(value)];
    return [key, value.length > LARGE ? `（${value.length} 字节）` : value];
  });
  return Object.fromEntries(entries);
}
