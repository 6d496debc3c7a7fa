import { readOptions } from '../options.ts';

/** Every option of the bureau with its default; docs/sandbox.md says what each does. */
const DEFAULTS = {
  'isp-id': '10001',
  'isp-name': '备卡演示接入服务有限公司',
  user: 'beika',
  password: 'beika-sandbox',
  encrypt: '1',
  'aes-key': '0123456789abcdef',
  'aes-iv': '0102030405060708',
  province: '330000',
  'allowed-ips': '',
  'ip-ranges': '',
  schemas: '',
  profile: '',
  spelling: 'ispId',
  namespace: 'http://webservice.isp.beian.sandbox/',
  'inline-schema': 'no',
  'base64-lines': 'yes',
  'more-code': '3',
  'last-code': '0',
  'empty-code': '2',
  repeat: 'refuse',
  results: 'separate',
  jcdm: 'yes',
  'queue-limit': '1000',
  'check-icpmm': 'no',
  speed: '1',
  auto: 'manual',
  sms: '',
  'sms-delay': '0',
  'review-delay': '0',
};

export interface Settings {
  host: string;
  port: string;
  data: string;
  schemas: string;
  /** A profile file: this bureau speaks by it instead of V3.0. */
  profile: string;
  province: string;
  spelling: string;
  namespace: string;
  inline_schema: boolean;
  base64_lines: boolean;
  /** msg_code of a download that carries a file: more are waiting, or it is the last one. */
  more_code: number;
  last_code: number;
  empty_code: number;
  /** A sequence that was accepted before: refused with 14, or answered 0 when the bytes are the same. */
  repeat: string;
  results: string;
  jcdm: boolean;
  queue_limit: number;
  check_icpmm: boolean;
  auto: string;
  sms: string;
  sms_delay: number;
  review_delay: number;
  speed: number;
  account: AccountSettings;
}

export interface AccountSettings {
  isp_id: number;
  name: string;
  user_name: string;
  password: string;
  encrypt: number;
  aes_key: string;
  aes_iv: string;
  province: string;
  /** Addresses that may call; an empty list lets everybody in. */
  allowed_ips: string[];
  /** The ISP's own filed addresses, `1.2.3.0-1.2.3.255`; an empty list switches check 1063 off. */
  ip_ranges: string[];
}

const list = (text: string): string[] => text.split(',').filter(Boolean);
const yes = (text: string): boolean => /^(yes|1|true|on)$/.test(text);

/** Reads the command line of the bureau. Times are milliseconds of the sandbox clock. */
export function readSettings(argv: string[]): Settings {
  const o = readOptions('bureau', argv, DEFAULTS);
  const automatic = o.auto !== 'manual';
  return {
    host: o.host,
    port: o.port,
    data: o.data,
    schemas: o.schemas,
    profile: o.profile,
    province: o.province,
    spelling: o.spelling,
    namespace: o.namespace,
    inline_schema: yes(o['inline-schema']),
    base64_lines: yes(o['base64-lines']),
    more_code: Number(o['more-code']),
    last_code: Number(o['last-code']),
    empty_code: Number(o['empty-code']),
    repeat: o.repeat,
    results: o.results,
    jcdm: yes(o.jcdm),
    queue_limit: Number(o['queue-limit']),
    check_icpmm: yes(o['check-icpmm']),
    auto: o.auto,
    sms: o.sms || (automatic ? 'auto' : 'manual'),
    sms_delay: duration(o['sms-delay']),
    review_delay: duration(o['review-delay']),
    speed: Number(o.speed),
    account: accountOf(o),
  };
}

function accountOf(o: typeof DEFAULTS): Settings['account'] {
  return {
    isp_id: Number(o['isp-id']),
    name: o['isp-name'],
    user_name: o.user,
    password: o.password,
    encrypt: yes(o.encrypt) ? 1 : 0,
    aes_key: o['aes-key'],
    aes_iv: o['aes-iv'],
    province: o.province,
    allowed_ips: list(o['allowed-ips']),
    ip_ranges: list(o['ip-ranges']),
  };
}

const UNITS: Record<string, number> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5 };

/** `90`, `30s`, `5m`, `24h` or `2d` as milliseconds. Throws for anything else. */
export function duration(text: string): number {
  const [, amount = '', unit = 'ms'] = /^([\d.]+)(ms|s|m|h|d)?$/.exec(text.trim()) ?? [];
  if (!amount) throw new Error(`不是时长：${text}`);
  return Number(amount) * UNITS[unit]!;
}
