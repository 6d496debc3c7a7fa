import type { Plain } from '../../profile/editing/plain-fields.ts';
import { CHARSETS } from '../../wire/charset.ts';

// The fields of an interface's calls and answers, with the words they bear on the page.

const chosen = (values: readonly string[]) => ({
  type: 'select',
  options: values.map((value) => ({ value, label: value })),
});

export const FRAME: Plain[] = [
  { path: 'title', label: '接口名称' },
  { path: 'document.root', label: '根元素' },
  { path: 'document.version', label: '版本属性' },
  { path: 'document.charset', label: '文字编码', more: chosen(CHARSETS) },
  { path: 'wire.entry_name', label: '压缩包里的文件名' },
];

const PARTS: Record<string, string> = { password: '密码', random: '随机数', user_name: '用户名' };

/** All orders of one, two or three of them. */
const PROOFS = Object.keys(PARTS).flatMap((one) => {
  const others = Object.keys(PARTS).filter((part) => part !== one);
  const pairs = others.map((two) => [one, two]);
  const threes = pairs.map((pair) => [...pair, ...others.filter((part) => !pair.includes(part))]);
  return [[one], ...pairs, ...threes];
});

export const SECURITY: Plain[] = [
  { path: 'wire.hash', label: '哈希', more: chosen(['md5', 'sha1', 'sha256', 'sha512']) },
  {
    ...{ path: 'wire.cipher', label: '加密' },
    more: chosen(['aes-128-cbc', 'aes-192-cbc', 'aes-256-cbc']),
  },
  {
    ...{ path: 'wire.random_length', label: '随机数长度', as: 'number' },
    more: { inputmode: 'numeric', unit: '个字符', size: 's' },
  },
  {
    ...{ path: 'wire.proof.of', label: '密码证明由什么拼成', as: 'words' },
    more: {
      type: 'select',
      options: PROOFS.map((parts) => ({
        value: parts.join(' '),
        label: parts.map((part) => PARTS[part]).join(' + '),
      })),
    },
  },
];

const CODE = { size: 's' };
export const CODES: Plain[] = [
  { path: 'wire.codes.hash', label: '哈希代码', more: CODE },
  { path: 'wire.codes.compression', label: '压缩格式代码', more: { ...CODE, hint: 'ZIP' } },
  { path: 'wire.codes.encrypted', label: '已加密代码', more: CODE },
  { path: 'wire.codes.plain', label: '不加密代码', more: CODE },
];

export const ANSWERS: Plain[] = [
  { path: 'wire.answer.code', label: '返回代码' },
  { path: 'wire.answer.words', label: '返回说明' },
  { path: 'wire.answer.missing', label: '漏报的序号' },
  {
    ...{ path: 'wire.answer.sequence', label: '当前序号', as: 'words' },
    more: { hint: '几个都可能时用空格隔开，取第一个有的' },
  },
  { path: 'wire.answer.file', label: '文件' },
  { path: 'wire.answer.file_name', label: '文件名' },
  { path: 'wire.answer.content', label: '文件内容' },
  { path: 'wire.answer.content_hash', label: '文件哈希' },
  { path: 'wire.answer.encryption', label: '加密方式' },
  { path: 'wire.answer.hash', label: '哈希方式' },
  { path: 'wire.answer.compression', label: '压缩格式' },
];

export const QUERIES: Plain[] = [
  { path: 'wire.answer.status.info', label: '备案状态' },
  { path: 'wire.answer.status.state', label: '是否已备案' },
  { path: 'wire.answer.status.filed', label: '“已备案”的值', more: CODE },
  { path: 'wire.answer.status.entity_number', label: '主体备案号' },
  { path: 'wire.answer.status.service_number', label: '网站备案号' },
  { path: 'wire.answer.status.service_name', label: '网站名称' },
  { path: 'wire.answer.verification.result', label: '密码核验结果', optional: true },
  { path: 'wire.answer.verification.right', label: '“密码正确”的值', optional: true, more: CODE },
];

export const CALLS: Record<string, string> = {
  upload: '上报',
  download: '下载',
  acknowledge: '下载回执',
  previous_upload: '查上次上报',
  status: '查备案状态',
  filing_password: '核验备案密码',
};

export const CARRIED: Record<string, string> = {
  isp_id: '编号',
  user_name: '用户名',
  random: '随机数',
  proof: '密码证明',
  content: '文件内容',
  content_hash: '文件哈希',
  sequence: '序号',
  encryption_code: '加密方式代码',
  hash_code: '哈希代码',
  compression_code: '压缩格式代码',
  file_name: '文件名',
  condition_type: '查询条件类型',
  condition: '查询条件',
  icp_number: '备案号',
  filing_password: '备案密码',
};

export const DEEDS: Record<string, string> = {
  ok: '成功',
  missing: '补报漏掉的文件',
  again: '马上重发同一文件',
  split: '拆小再报',
  window: '到报备时间再报',
  wait: '等一会儿再报',
  doubt: '先核实是否收到，再决定',
  stop: '暂停，等人处理',
};
