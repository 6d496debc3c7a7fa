/** Uploads as a provider would write them: valid and dull, every part to be replaced by a test. */
export interface Filing {
  id?: number;
  name?: string;
  kind?: string;
  certificate?: string;
  number?: string;
  area?: string;
  leader?: string;
  siteName?: string;
  domain?: string;
  home?: string;
  contents?: string;
  languages?: string;
  approvals?: string;
  access?: string;
  ip?: string;
  siteLeader?: string;
  attachments?: string;
}

export const JPEG = Buffer.from('ffd8ffe000104a46494600ffd9', 'hex').toString('base64');
export const COMPANY = '91350100M000100Y43';
export const PERSON_ID = '11010519491231002X';

/** A leader's fields in the order of the schema; an empty text leaves one out. */
export function leader(fields: Record<string, string> = {}): string {
  const all: Record<string, string> = {
    Fzr_xm: '张三',
    Fzr_dhhm: '0571-88886666',
    Fzr_sjhm: '13800138000',
    Fzr_dzyj: 'zhangsan@example.com',
    Msn: '',
    Qq: '',
    Fzr_zjlx: '2',
    Fzr_zjhm: PERSON_ID,
    ...fields,
  };
  return Object.entries(all)
    .map(([name, value]) => (value ? `<${name}>${value}</${name}>` : ''))
    .join('');
}

export function attachment(
  use: number,
  owner: [kind: number, id: string],
  content = JPEG,
  format = 1,
): string {
  return `<Fj>${attachmentPart(use, owner, content, format)}</Fj>`;
}

export function attachmentPart(
  use: number,
  [kind, id]: [number, string],
  content = JPEG,
  format = 1,
): string {
  return `<Fjxx><Fjwjgs>${format}</Fjwjgs><Fjyt>${use}</Fjyt><Fjnr>${content}</Fjnr><Fjssdx><Ssdxlx>${kind}</Ssdxlx><Ssdxbs>${id}</Ssdxbs></Fjssdx></Fjxx>`;
}

export const ipXml = (id: number, from = '3405803778', to = from): string =>
  `<Ip_xx><IspIpid>${id}</IspIpid><Qsip>${from}</Qsip><Zzip>${to}</Zzip></Ip_xx>`;

/** Jr_xx; `tag` empties it to what stands inside, as a new access needs it. */
export const accessXml = (id: number, ip: string, place = 34, method = 3): string =>
  `<IspJrid>${id}</IspJrid><Wzfb><Fbdd>${place}</Fbdd></Wzfb><Wzjrfs><Jrfs>${method}</Jrfs></Wzjrfs>${ip}`;

export function siteXml(f: Filing): string {
  const id = f.id ?? 1;
  const domain = f.domain ?? `beika${id}.cn`;
  return `<Wz_xx><IspWzid>${id}01</IspWzid><Wzmc>${f.siteName ?? '备卡示例网'}</Wzmc>${f.approvals ?? ''}<Fwnr>${f.contents ?? '<Fwnr_id>8</Fwnr_id>'}</Fwnr><Yylb>${f.languages ?? '<Yylb_id>1</Yylb_id>'}</Yylb><Ym_xx><IspYmid>${id}02</IspYmid><Ym>${domain}</Ym></Ym_xx>${f.access ?? `<Jr_xx>${accessXml(id * 100 + 3, f.ip ?? ipXml(id * 100 + 4))}</Jr_xx>`}<Wz_Fzr>${f.siteLeader ?? leader()}</Wz_Fzr><Syurl>${f.home ?? `www.${domain}`}</Syurl></Wz_xx>`;
}

/** One Baxx of XZBA. */
export function filingXml(f: Filing = {}): string {
  const id = f.id ?? 1;
  return `<Baxx><Zt_xx><IspZtid>${id}</IspZtid><Dwmc>${f.name ?? '杭州备卡科技有限公司'}</Dwmc><Dwxz>${f.kind ?? '4'}</Dwxz><Txdz>${f.area ?? '<Shengid>330000</Shengid><Shiid>330100</Shiid><Xianid>330108</Xianid><Xxdz>江南大道1号</Xxdz>'}</Txdz><Zj><Zjlx>${f.certificate ?? '1'}</Zjlx><Zjhm>${f.number ?? COMPANY}</Zjhm><Zjzs>浙江省杭州市滨江区江南大道1号</Zjzs></Zj><Fzr>${f.leader ?? leader()}</Fzr><Bbfs>1</Bbfs></Zt_xx>${siteXml(f)}${f.attachments ?? attachment(1, [2, `${id}01`]) + attachment(2, [1, String(id)])}</Baxx>`;
}

/** A whole upload of ICP operations. */
export const uploadXml = (operations: string, unit = '10001', version = 'V.3.0'): string =>
  `<?xml version="1.0" encoding="GBK"?>\n<UploadData version="${version}"><ICP>${operations}<Qqdwid>${unit}</Qqdwid></ICP></UploadData>`;

/** An upload of first filings. */
export const firstFilings = (...filings: Filing[]): string =>
  uploadXml(`<XZBA>${filings.map(filingXml).join('')}</XZBA>`);
