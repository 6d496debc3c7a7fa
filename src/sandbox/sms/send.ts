import { randomUUID } from 'node:crypto';
import type { Store } from '../store.ts';

export interface SmsState {
  /** The next calls are answered with a code of Aliyun, or their answer is lost. */
  faults: { code: string; times: number; lost: boolean }[];
  seen_nonces: string[];
}

/** One message as it is kept: a line of messages.jsonl. */
export interface Message {
  n: number;
  at: string;
  phone: string;
  sign_name: string;
  template_code: string;
  template_param: Record<string, string>;
  out_id: string;
  biz_id: string;
}

const FILE = 'messages.jsonl';

/** Messages in the order they came. */
export const messages = (store: Store<SmsState>): Message[] =>
  // Safe: the file is written by `send` alone.
  store.rows(FILE) as Message[];

/** What an action is answered with: `Code` OK or an error, always with words and an id. */
export interface Answer {
  Code: string;
  Message: string;
  RequestId: string;
  BizId?: string;
}

const WORDS: Record<string, string> = {
  OK: 'OK',
  'isv.BUSINESS_LIMIT_CONTROL': '触发小时级流控Permits:5',
  'isv.MOBILE_NUMBER_ILLEGAL': '非法手机号',
  'isv.INVALID_PARAMETERS': '参数异常',
  'isv.INVALID_JSON_PARAM': 'JSON参数不合法，只接受字符串值',
  'isv.SMS_TEMPLATE_ILLEGAL': '该账号下找不到对应模板',
  'isv.SMS_SIGNATURE_ILLEGAL': '该账号下找不到对应签名',
  'isv.AMOUNT_NOT_ENOUGH': '账户余额不足',
  'isv.OUT_OF_SERVICE': '业务停机',
  'isp.SYSTEM_ERROR': 'SystemError',
};

export const answered = (Code: string): Answer => ({
  Code,
  Message: WORDS[Code] ?? Code,
  RequestId: randomUUID().toUpperCase(),
});

/** SendSms: to one or several numbers (at most 1000), each kept as a message of its own. */
export function send(store: Store<SmsState>, parameters: Record<string, string>): Answer {
  const { PhoneNumbers = '', SignName = '', TemplateCode = '', OutId = '' } = parameters;
  const phones = PhoneNumbers.split(',').filter(Boolean);
  const values = templateValues(parameters['TemplateParam'] || '{}');
  if (!phones.length || phones.length > 1000) return answered('isv.INVALID_PARAMETERS');
  if (!phones.every((phone) => /^(\+?86)?1[3-9]\d{9}$/.test(phone))) {
    return answered('isv.MOBILE_NUMBER_ILLEGAL');
  }
  if (!SignName) return answered('isv.SMS_SIGNATURE_ILLEGAL');
  if (!TemplateCode) return answered('isv.SMS_TEMPLATE_ILLEGAL');
  if (!values) return answered('isv.INVALID_JSON_PARAM');
  const biz_id = `${Math.floor(Math.random() * 1e12)}^0`;
  let n = messages(store).length;
  for (const phone of phones) {
    n += 1;
    const message: Message = {
      n,
      at: new Date().toISOString(),
      phone,
      sign_name: SignName,
      template_code: TemplateCode,
      template_param: values,
      out_id: OutId,
      biz_id,
    };
    store.append(FILE, message);
  }
  return { ...answered('OK'), BizId: biz_id };
}

/** The parameters of the template: a flat JSON object of texts, or nothing when it is not one. */
function templateValues(json: string): Record<string, string> | undefined {
  try {
    const parsed: unknown = JSON.parse(json);
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    const entries = Object.entries(parsed);
    const flat = entries.every(([, v]) => typeof v === 'string' || typeof v === 'number');
    return flat ? Object.fromEntries(entries.map(([k, v]) => [k, String(v)])) : undefined;
  } catch {
    return undefined;
  }
}
