import { z } from 'zod';

// How a bureau's interface is spoken: formulas, methods, parameters, the names in its answers, what its codes mean.

const name = z.string().regex(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/, '名称只能用字母、数字和下划线');
/** Names from the outside in: `fileInfos.dataSequence`. */
const names = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*$/, '路径写法不对');
const code = z.string().max(20);

/** What a parameter of a call may carry. */
const CARRIED = z.enum([
  'isp_id',
  'user_name',
  'random',
  'proof',
  'content',
  'content_hash',
  'sequence',
  'encryption_code',
  'hash_code',
  'compression_code',
  'file_name',
  'condition_type',
  'condition',
  'icp_number',
  'filing_password',
]);
export type Carried = z.output<typeof CARRIED>;

const Call = z.strictObject({
  method: name,
  /** Their names in the order of the specification: where a WSDL has only arg0, arg1, it is told by place. */
  parameters: z.record(name, CARRIED),
});

const Reaction = z.discriminatedUnion('do', [
  /** Taken, or nothing to fetch: a file in the answer tells which. */
  z.strictObject({ do: z.literal('ok') }),
  z.strictObject({ do: z.literal('missing') }),
  z.strictObject({ do: z.literal('again') }),
  z.strictObject({ do: z.literal('split'), words: z.string().max(300) }),
  z.strictObject({ do: z.literal('window') }),
  z.strictObject({
    do: z.enum(['wait', 'doubt']),
    minutes: z.number().int().min(1).max(1440),
    words: z.string().max(300),
  }),
  z.strictObject({ do: z.literal('stop'), words: z.string().max(300) }),
]);

export const WireSchema = z.strictObject({
  random_length: z.number().int().min(8).max(64),
  /** base64(hash(charset bytes of the parts, joined)). */
  proof: z.strictObject({ of: z.array(z.enum(['password', 'random', 'user_name'])).min(1) }),
  hash: z.enum(['md5', 'sha1', 'sha256', 'sha512']),
  cipher: z.enum(['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc']),
  /** Of the one file in the archive. */
  entry_name: z.string().regex(/^[A-Za-z0-9_.-]{1,128}$/),
  codes: z.strictObject({ hash: code, compression: code, encrypted: code, plain: code }),
  calls: z.strictObject({
    upload: Call,
    download: Call,
    acknowledge: Call,
    previous_upload: Call,
    status: Call,
    filing_password: Call,
  }),
  answer: z.strictObject({
    code: names,
    words: names,
    missing: names,
    /** The first that is there. */
    sequence: z.array(names).min(1),
    file: name,
    file_name: name,
    content: name,
    content_hash: name,
    encryption: name,
    hash: name,
    compression: name,
    /** isp_querybeianstatus: whether it is filed, and under which numbers. */
    status: z.strictObject({
      info: name,
      state: name,
      filed: code,
      entity_number: name,
      service_number: name,
      service_name: name,
    }),
    /** isp_verifybamm: whether the password is right. */
    verification: z
      .strictObject({ result: names, right: code })
      .default({ result: 'VerifyRes', right: '0' }),
  }),
  /** What to do about each code of an answer; `*` stands for all others. */
  reactions: z
    .record(z.string().regex(/^(\d{1,4}|\*)$/), Reaction)
    .refine((reactions) => '*' in reactions, '须写明其他代码（*）怎么处理'),
});

export type Wire = z.output<typeof WireSchema>;
export type CallName = keyof Wire['calls'];
