import type { Field } from '../tasks/plans.ts';
import { dayIn } from './read-card.ts';

/** What people call the columns of their files. */
const NAMES: Record<Field, readonly string[]> = {
  number: [
    '卡号',
    '账号',
    '帐号',
    '序列号',
    '编号',
    'card',
    'cardno',
    'cardnumber',
    'number',
    'account',
    'sn',
  ],
  secret: [
    '卡密',
    '密码',
    '密钥',
    '兑换码',
    '激活码',
    '内容',
    '链接',
    'code',
    'secret',
    'password',
    'pin',
    'key',
  ],
  sell_by: [
    '销售截止日',
    '最晚销售日',
    '有效期',
    '有效期至',
    '到期日',
    '过期时间',
    'expires',
    'sellby',
    'expiry',
  ],
  cost: ['进价', '成本', '成本价', '单价', 'cost', 'price'],
};

const plain = (cell: string) =>
  cell
    .normalize('NFKC')
    .toLowerCase()
    .replace(/\([^)]*\)|[^\p{L}\p{N}]/gu, '');

const fieldNamed = (cell: string): Field | '' => {
  const found = Object.entries(NAMES).find(([, names]) => names.includes(plain(cell)));
  // The keys of NAMES are fields.
  return (found?.[0] as Field | undefined) ?? '';
};

/** Whether a row names columns rather than holding a card. */
export function isHeading(cells: readonly string[]): boolean {
  return cells.some((cell) => fieldNamed(cell) !== '');
}

/** What the columns are: by their heading, else by how many there are and what looks like a day. Each field once. */
export function guessColumns(rows: readonly string[][], hasHeading: boolean): ('' | Field)[] {
  const first = rows[hasHeading ? 1 : 0] ?? [];
  const width = Math.max(...rows.map((cells) => cells.length));
  const columns = Array.from({ length: width }, (_, at): '' | Field => {
    if (hasHeading) return fieldNamed(rows[0]?.[at] ?? '');
    return at > 0 && dayIn((first[at] ?? '').trim()) ? 'sell_by' : '';
  });
  for (const [at, column] of columns.entries())
    if (column && columns.indexOf(column) !== at) columns[at] = '';
  const free = columns.flatMap((column, at) => (column === '' ? [at] : []));
  if (!columns.includes('secret') && free.length > 0) {
    const [one = 0, other] = free;
    if (other === undefined || columns.includes('number')) columns[one] = 'secret';
    else {
      columns[one] = 'number';
      columns[other] = 'secret';
    }
  }
  return columns;
}
