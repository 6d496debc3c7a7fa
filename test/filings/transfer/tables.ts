import { creditCode } from '../../bureau/filings.ts';
import type { App, Browser } from '../../harness.ts';

export const HEADINGS = [
  ...['主体备案号', '主办单位', '单位性质', '证件类型', '证件号码', '负责人', '手机号码'],
  ...['网站备案号', '网站名称', '域名', '服务内容', '接入方式', '服务器IP', '客户邮箱', '内部编号'],
] as const;
export type Cells = Partial<Record<(typeof HEADINGS)[number], string>>;

const PREFIX = '浙';

/** The n-th filed site as an old system writes it; two sites in a row are of one entity. */
export function aSite(n: number, changes: Cells = {}): Cells {
  const entity = Math.floor(n / 2);
  const number = `${PREFIX}ICP备${20_000_000 + entity}号`;
  return {
    主体备案号: number,
    主办单位: `杭州搬家${entity}号有限公司`,
    单位性质: '企业',
    证件类型: '营业执照',
    证件号码: creditCode(entity),
    负责人: '张三丰',
    手机号码: '13800138000',
    网站备案号: `${number}-${(n % 2) + 1}`,
    网站名称: `搬家${n}网`,
    域名: `moved${n}.cn`,
    服务内容: '单位门户网站、网络购物',
    接入方式: '虚拟主机',
    服务器IP: `47.96.${(n >> 8) & 255}.${n & 255}`,
    内部编号: String(n),
    ...changes,
  };
}

/** A CSV in UTF-8 with these rows under the headings. */
export function csvOf(rows: readonly Cells[], headings: readonly string[] = HEADINGS): Buffer {
  const quoted = (cells: readonly string[]) =>
    cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',');
  const lines = rows.map((row) => quoted(HEADINGS.map((heading) => row[heading] ?? '')));
  return Buffer.from([quoted(headings), ...lines].join('\r\n'));
}

/** Uploads a table; gives the answer and, when it was taken, its number. */
export async function upload(client: Browser, bytes: Uint8Array, name = '备案.csv') {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(bytes)]), name);
  const answer = await client.fetch('/transfers/imports', { method: 'POST', body });
  const transfer_no = /\/transfers\/(DR\w+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
  return { answer, transfer_no };
}

export async function rowOf(app: App, transfer_no: string) {
  const row = await app.db('transfers').where({ transfer_no }).first();
  if (!row) throw new Error(`no transfer ${transfer_no}`);
  return row;
}

/** A bureau of Zhejiang, so that its records have somewhere to belong. */
export async function aBureau(app: App, name = 'zj'): Promise<void> {
  const { importBureau } = await import('../../../src/bureau/index.ts');
  const { SYSTEM } = await import('../../../src/audit/index.ts');
  const file = {
    ...{ name, province_code: '330000', isp_id: '110000000001', hours: '', encrypt: 0 },
    ...{ user_name: 'beika', password: 'beika', upload_wsdl: 'http://127.0.0.1:9/?wsdl' },
  };
  await importBureau(app.db, file, SYSTEM);
  // A second one, so that records of other provinces belong nowhere.
  const other = { ...file, name: 'gd', province_code: '440000' };
  await importBureau(app.db, other, SYSTEM);
}
