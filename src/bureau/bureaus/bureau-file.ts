import { z } from 'zod';
import { type Actor, record } from '../../audit/index.ts';
import { isNotAllowed, mustBeAllowed } from '../../platform/call-out.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { HOURS } from '../profile/pace-document.ts';
import { profileInForce } from '../profile/profiles.ts';
import { SHIPPED_NAME } from '../profile/read.ts';
import type { BureauRow } from '../tables.ts';
import { unencodable } from '../wire/gbk.ts';
import { sealSecret } from './bureaus.ts';

const wsdl = z
  .url({ protocol: /^https?$/, error: '须为 http:// 或 https:// 开头的 WSDL 地址' })
  .max(500)
  .refine((url) => {
    const { username, password } = URL.canParse(url) ? new URL(url) : new URL('http://x');
    return username === '' && password === '';
  }, '地址里不能带用户名或密码');
const optionalWsdl = z.preprocess((value) => value || null, wsdl.nullable());
const inGbk = (value: string) => unencodable(value).length === 0;
const sixteen = z.preprocess(
  (value) => value ?? '',
  z.string('须为 16 个英文字符').regex(/^([\x21-\x7e]{16})?$/, '须为 16 个英文字符'),
);

/** A number in a JSON file is as good as its text. */
const asText = (value: unknown) => (typeof value === 'number' ? String(value) : value);
const credential = (missing: string) =>
  z.preprocess(
    asText,
    z.string(missing).min(1, missing).max(128).refine(inGbk, '含有管局不支持的字符'),
  );
/** '33' is the province 330000. */
const province = z.preprocess(
  (value) => String(value ?? '').replace(/^\d\d$/, '$&0000'),
  z.string().regex(/^[1-9]\d{5}$/, '须为六位省份代码，如 330000'),
);
const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._()（）·-]{0,49}$/u;

const BureauFile = z
  .object(
    {
      name: z
        .string('请填写名称')
        .trim()
        .regex(NAME, '名称以文字或数字开头，只能含文字、数字、空格和 - _ . ( )，至多 50 个')
        // It would stand in the way of the page for adding one.
        .refine((name) => name !== 'new', '请换一个名称'),
      province_code: province,
      isp_id: z.preprocess(
        asText,
        z.string('请填写单位编号').regex(/^[1-9]\d{0,17}$/, '须为管局分配的数字编号'),
      ),
      user_name: credential('请填写用户名'),
      password: credential('请填写密码'),
      encrypt: z.coerce.number('只能是 0 或 1').pipe(z.literal([0, 1], '只能是 0 或 1')),
      aes_key: sixteen,
      aes_iv: sixteen,
      upload_wsdl: wsdl,
      query_wsdl: optionalWsdl,
      verify_wsdl: optionalWsdl,
      hours: z.preprocess(
        (value) => value ?? '',
        z.string('格式如 08:00-20:00').trim().regex(HOURS, '格式如 08:00-20:00'),
      ),
      /** In any 60 minutes; 0: no limit; left out: as the interface profile says. */
      calls_per_hour: z.preprocess(
        (value) => (value === '' ? null : (value ?? null)),
        z.coerce
          .number('须为整数')
          .int('须为整数')
          .min(0, '不能小于 0')
          .max(100_000, '不能大于 100000')
          .nullable(),
      ),
      /** The interface profile it is spoken to by. */
      profile_name: z.preprocess((value) => value || SHIPPED_NAME, z.string().trim().max(40)),
    },
    '内容须为一个 JSON 对象',
  )
  .refine(({ encrypt, aes_key, aes_iv }) => !encrypt || (aes_key && aes_iv), {
    path: ['aes_key'],
    message: '加密上报时须填写 16 位的密钥和偏移量',
  });
export type BureauFile = z.output<typeof BureauFile>;

/** Puts a bureau in from its file, or updates the one of that name. What it says is checked first (UserError). */
export async function importBureau(
  _db: Db,
  file: unknown,
  actor: Actor,
  options: { is_sandbox?: boolean } = {},
): Promise<{ name: string; created: boolean }> {
  const parsed = BureauFile.safeParse(file);
  if (!parsed.success) {
    const fields: Record<string, string> = {};
    for (const { path, message } of parsed.error.issues) fields[path.join('.') || '_'] ??= message;
    const told = Object.entries(fields).map(([field, message]) => `${field}：${message}`);
    throw new UserError('unprocessable', `管局文件有误：${told.join('；')}`, fields);
  }
  const is_sandbox = options.is_sandbox ?? false;
  await mustLeadOutside(parsed.data, is_sandbox);
  return inTransaction(async (trx) => {
    const { name } = parsed.data;
    const profile_hours = await hoursInForce(trx, parsed.data.profile_name);
    const columns = { ...columnsOf(parsed.data), profile_hours };
    const known = await trx('bureaus').where({ name }).forUpdate().first();
    if (known && Boolean(known.is_sandbox) !== is_sandbox) {
      throw new UserError(
        'conflict',
        `名称 ${name} 已被${known.is_sandbox ? '演练环境' : '真实管局'}使用`,
      );
    }
    if (known) await trx('bureaus').where({ id: known.id }).update(columns);
    else await trx('bureaus').insert({ ...fresh(), ...columns, name, is_sandbox });
    const created = known === undefined;
    await record(trx, actor, created ? 'bureau.created' : 'bureau.changed', `bureau:${name}`, {
      isp_id: parsed.data.isp_id,
      host: new URL(parsed.data.upload_wsdl).host,
    });
    return { name, created };
  });
}

/** An address of the inner network is told at once; a name is judged at each call. */
async function mustLeadOutside(file: BureauFile, isSandbox: boolean): Promise<void> {
  for (const field of ['upload_wsdl', 'query_wsdl', 'verify_wsdl'] as const) {
    const url = file[field];
    if (!url) continue;
    try {
      await mustBeAllowed(new URL(url).hostname, { isSandbox });
    } catch (error) {
      if (!isNotAllowed(error)) throw error;
      throw new UserError('unprocessable', `管局文件有误：${field}：${error.message}`, {
        [field]: error.message,
      });
    }
  }
}

/** The hours that the profile names. Throws a UserError when it is not in force. */
async function hoursInForce(trx: Db, profile_name: string): Promise<string> {
  const { profile, profile_id } = await profileInForce(trx, { profile_name });
  if (profile_id !== null || profile_name === SHIPPED_NAME) return profile.pace.hours;
  const message = '没有已启用的这个接口配置';
  throw new UserError('unprocessable', `管局文件有误：profile_name：${message}`, {
    profile_name: message,
  });
}

function columnsOf(file: BureauFile): Partial<BureauRow> {
  const { name, password, aes_key, aes_iv, ...plain } = file;
  return {
    ...plain,
    password_sealed: sealSecret(name, 'password', password),
    aes_key_sealed: aes_key ? sealSecret(name, 'aes_key', aes_key) : null,
    aes_iv_sealed: aes_iv ? sealSecret(name, 'aes_iv', aes_iv) : null,
    next_poll_at: now(),
    // Another account or address may stand at another number: it is asked before the next file.
    sequence_checked_at: null,
    failures: 0,
    breaker_until: null,
    updated_at: now(),
  };
}

function fresh(): Partial<BureauRow> {
  return { lease_fence: 0, bad_file_count: 0, created_at: now() };
}
