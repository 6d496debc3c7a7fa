import { recordedCall } from '../../platform/outgoing.ts';
import type { Account } from '../bureaus/bureaus.ts';
import type { BureauRow } from '../tables.ts';
import { type Answer, readAnswer } from '../wire/answer.ts';
import { passwordHash, randomValue } from '../wire/digest.ts';
import { sealedForWire } from '../wire/envelope.ts';
import { soapService } from './soap.ts';

/** The most that an answer may weigh. */
export const ANSWER_BYTES = 64 * 1024 * 1024;
const MD5 = '0';
const ZIP = '0';

/** The bureau's four methods of reporting. Each throws in plain words when no answer can be read. */
export interface BureauCalls {
  upload(upload: { sequence: number; zip: Buffer; hash: string }): Promise<Answer>;
  download(): Promise<Answer>;
  acknowledge(file_name: string): Promise<Answer>;
  previousUpload(): Promise<Answer>;
}

export const METHODS = [
  'isp_upload',
  'isp_download',
  'isp_downloadack',
  'isp_querypreviousupload',
] as const;
type Method = (typeof METHODS)[number];

export interface Pace {
  call_seconds: number;
  upload_seconds: number;
  wsdl_minutes: number;
}

export function callsTo(bureau: BureauRow, account: Account, pace: Pace): BureauCalls {
  const call = (method: Method, rest: Record<string, string>, subject: string) =>
    recorded(bureau, method, subject, async () => {
      const service = await soapService(bureau.upload_wsdl, pace.wsdl_minutes);
      const seconds = method === 'isp_upload' ? pace.upload_seconds : pace.call_seconds;
      const values = { ...credentials(account), ...rest };
      const { status, body } = await service.call(method, values, { seconds, bytes: ANSWER_BYTES });
      if (status >= 300 && !body.includes('Envelope')) throw new Error(`HTTP ${status}`);
      return readAnswer(body);
    });
  return {
    upload: ({ sequence, zip, hash }) =>
      call('isp_upload', uploadValues(account, { sequence, zip, hash }), `#${sequence}`),
    download: () => call('isp_download', { hashAlgorithm: MD5 }, ''),
    acknowledge: (fileName) => call('isp_downloadack', { hashAlgorithm: MD5, fileName }, ''),
    previousUpload: () => call('isp_querypreviousupload', { hashAlgorithm: MD5 }, ''),
  };
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

function credentials({ isp_id, user_name, password }: Account): Record<string, string> {
  const randVal = randomValue();
  return { ispId: isp_id, userName: user_name, randVal, pwdHash: passwordHash(password, randVal) };
}

function uploadValues(
  account: Account,
  { sequence, zip, hash }: { sequence: number; zip: Buffer; hash: string },
): Record<string, string> {
  const cipher = account.encrypt ? account.cipher : undefined;
  return {
    beianInfo: sealedForWire(zip, cipher),
    beianInfoHash: hash,
    dataSequence: String(sequence),
    encryptAlgorithm: cipher ? '1' : '0',
    hashAlgorithm: MD5,
    compressionFormat: ZIP,
  };
}

function recorded(
  bureau: BureauRow,
  method: Method,
  part: string,
  run: () => Promise<Answer>,
): Promise<Answer> {
  const guarded = () => run().catch((error: unknown) => Promise.reject(noAnswer(error)));
  const { host, pathname } = new URL(bureau.upload_wsdl);
  const subject = `bureau:${bureau.name}${part}`;
  return recordedCall(
    { system: 'bureau', action: method, target: host + pathname, subject },
    guarded,
    ({ msg_code }) => `msg_code ${msg_code}`,
  );
}
