import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Store } from '../../store.ts';
import { type Certificate, issue } from './certificate.ts';

export interface Pair {
  public_key: string;
  private_key: string;
}

/** All keys, the merchant's too: a real platform would know only the public half of those. */
export interface Keys {
  epay: Pair;
  epay_merchant: Pair;
  alipay: Pair;
  alipay_merchant: Pair;
  wechat: Pair;
  /** The newer way: a public key without certificate. */
  wechat_public: Pair;
  wechat_merchant: Pair;
  alipay_cert: Certificate;
  alipay_merchant_cert: Certificate;
  /** As 支付宝's file: several roots, of which only those signed with RSA count for the SN. */
  alipay_root_cert: { pem: string; sn: string };
  wechat_cert: Certificate;
  wechat_merchant_cert: Certificate;
  wechat_public_key_id: string;
}

const FILE = 'keys.json';

/** The keys of this data folder; made at the first start. */
export async function openKeys(store: Store<object>): Promise<Keys> {
  // Written by this very function.
  if (store.has(FILE)) return JSON.parse(store.get(FILE).toString()) as Keys;
  const keys = await makeKeys();
  store.put(FILE, Buffer.from(JSON.stringify(keys, null, 2)));
  return keys;
}

async function makeKeys(): Promise<Keys> {
  const [root, epay, epayMerchant, alipay, alipayMerchant, wechat, wechatPublic, wechatMerchant] =
    await Promise.all([rsa(), rsa(), rsa(), rsa(), rsa(), rsa(), rsa(), rsa()]);
  const authority = (cn: string) => ['演练支付', '演练根证书', cn] as const;
  const issuer = { name: authority('演练支付 R1'), private_key: root.private_key };
  const issueTo = (cn: string, { public_key }: Pair) =>
    issue(['演练支付', '商户', cn], public_key, issuer);
  const other = await elliptic();
  const others = { name: authority('演练支付 E1'), private_key: other.private_key };
  const rsaRoot = issue(issuer.name, root.public_key, issuer, true);
  const ecRoot = issue(others.name, other.public_key, others, true);
  return {
    epay,
    epay_merchant: epayMerchant,
    alipay,
    alipay_merchant: alipayMerchant,
    wechat,
    wechat_public: wechatPublic,
    wechat_merchant: wechatMerchant,
    alipay_cert: issueTo('支付宝（演练）', alipay),
    alipay_merchant_cert: issueTo('演练应用', alipayMerchant),
    alipay_root_cert: { pem: ecRoot.pem + rsaRoot.pem, sn: rsaRoot.sn },
    wechat_cert: issueTo('微信支付（演练）', wechat),
    wechat_merchant_cert: issueTo('演练商户', wechatMerchant),
    wechat_public_key_id: `PUB_KEY_ID_01${rsaRoot.serial.slice(0, 32).replace(/\D/g, '0')}`,
  };
}

const spki = { type: 'spki', format: 'pem' } as const;
const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;
const make = promisify(generateKeyPair);

const rsa = async (): Promise<Pair> => pairOf(await make('rsa', { modulusLength: 2048 }));
const elliptic = async (): Promise<Pair> => pairOf(await make('ec', { namedCurve: 'P-256' }));

const pairOf = (made: Awaited<ReturnType<typeof make>>): Pair => ({
  public_key: String(made.publicKey.export(spki)),
  private_key: String(made.privateKey.export(pkcs8)),
});
