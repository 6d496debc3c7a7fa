import { UserError } from '../../platform/errors.ts';
import { readTable } from '../../platform/tables/read-table.ts';
import type { TableRow } from '../../platform/tables/table.ts';
import { exactCents } from '../gateways/fields.ts';

/** A line of a gateway's bill that tells of money received. */
export interface BillLine {
  payment_no: string;
  cents: number;
}

/** What the columns are called in the bills of Alipay, WeChat Pay and 易支付, the likeliest first. */
const HEADINGS = {
  payment_no: ['商户订单号', '商家订单号', '商户单号', 'out_trade_no'],
  amount: [
    '订单金额（元）',
    '订单金额',
    '应结订单金额',
    '总金额',
    '收入（+元）',
    '商品金额',
    '金额',
    'money',
  ],
  state: ['交易状态', '业务类型', '交易类型', '状态', 'trade_status', 'status'],
};

/** Above the headings some bills have a few lines about themselves. */
const MOST_ABOVE = 30;
const MOST_LINES = 200_000;
/** Lines that tell of something else than money received. */
const NO_PAYMENT = /退款|撤销|关闭|未支付|待支付|失败|REFUND|REVOKED|CLOSED|NOTPAY/i;
const UNPAID = ['0', ''];

/** The payments in a bill, as CSV or XLSX. Throws UserError unprocessable when it is none. */
export async function readBill(file: Uint8Array): Promise<BillLine[]> {
  const lines: BillLine[] = [];
  let places: ReturnType<typeof placesIn>;
  for await (const row of readTable(file)) {
    if (!places) {
      places = placesIn(row);
      if (!places && row.row > MOST_ABOVE) break;
      continue;
    }
    const line = lineIn(row, places);
    if (line) lines.push(line);
    if (lines.length > MOST_LINES) throw unfit('账单超过 20 万行，请按天下载后再上传');
  }
  if (!places) throw unfit('没有找到“商户订单号”和金额两列，请上传网关下载的原始账单');
  return lines;
}

export function unfit(words: string): UserError {
  return new UserError('unprocessable', words, { file: words });
}

/** WeChat puts a mark before each cell, Alipay blanks behind. */
const plain = (cell: string | undefined): string => (cell ?? '').replace(/^`/, '').trim();

function placesIn({ cells }: TableRow) {
  const names = cells.map((cell) =>
    plain(cell).replace(/[()]/g, (one) => (one === '(' ? '（' : '）')),
  );
  const find = (wanted: readonly string[]) => {
    const found = wanted.find((name) => names.includes(name));
    return found === undefined ? -1 : names.indexOf(found);
  };
  const payment_no = find(HEADINGS.payment_no);
  const amount = find(HEADINGS.amount);
  const state = find(HEADINGS.state);
  return payment_no < 0 || amount < 0 ? undefined : { payment_no, amount, state };
}

function lineIn(
  { cells }: TableRow,
  places: NonNullable<ReturnType<typeof placesIn>>,
): BillLine | undefined {
  const payment_no = plain(cells[places.payment_no]);
  const state = places.state < 0 ? '1' : plain(cells[places.state]);
  const cents = exactCents(plain(cells[places.amount]).replace(/^[+¥]|,/g, ''));
  if (payment_no === '' || cents === undefined || cents === 0) return undefined;
  if (NO_PAYMENT.test(state) || UNPAID.includes(state)) return undefined;
  return { payment_no, cents };
}
