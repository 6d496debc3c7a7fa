import type { Gateway } from './state.ts';

/** All that a shop must be told to use each protocol. `gateway`, `pid` and `key` are 易支付 V1's. */
export function gatewayFile(gateway: Gateway): object {
  const base = gateway.base();
  const { keys, pid, key, token } = gateway;
  return {
    gateway: base,
    pid,
    key,
    epay_v1: { gateway: base, pid, key },
    epay_v2: {
      gateway: base,
      pid,
      merchant_private_key: keys.epay_merchant.private_key,
      platform_public_key: keys.epay.public_key,
    },
    alipay: alipayPart(gateway),
    wechat: wechatPart(gateway),
    epusdt: { gateway: `${base}/epusdt`, token },
    bepusdt: { gateway: `${base}/bepusdt`, token },
  };
}

const alipayPart = ({ keys, app_id, seller_id, base }: Gateway) => ({
  gateway: `${base()}/gateway.do`,
  app_id,
  seller_id,
  app_private_key: keys.alipay_merchant.private_key,
  // Key mode.
  alipay_public_key: keys.alipay.public_key,
  // Certificate mode.
  app_cert: keys.alipay_merchant_cert.pem,
  alipay_cert: keys.alipay_cert.pem,
  alipay_root_cert: keys.alipay_root_cert.pem,
  app_cert_sn: keys.alipay_merchant_cert.sn,
  alipay_cert_sn: keys.alipay_cert.sn,
  alipay_root_cert_sn: keys.alipay_root_cert.sn,
});

const wechatPart = ({ keys, appid, mchid, apiv3_key, base, store }: Gateway) => ({
  gateway: base(),
  appid,
  mchid,
  apiv3_key,
  merchant_private_key: keys.wechat_merchant.private_key,
  merchant_cert: keys.wechat_merchant_cert.pem,
  merchant_serial_no: keys.wechat_merchant_cert.serial,
  // The newer way.
  public_key_id: keys.wechat_public_key_id,
  public_key: keys.wechat_public.public_key,
  // The older way.
  platform_cert: keys.wechat_cert.pem,
  platform_serial_no: keys.wechat_cert.serial,
  signs_callbacks_with: store.state.wechat_verify,
});
