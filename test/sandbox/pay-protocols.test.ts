import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { test } from 'node:test';
import {
  alipayFields,
  alipayNode,
  type GatewayFile,
  isFromPlatform,
  isFromWechat,
  joined,
  md5,
  opened,
  openShop,
  rsa,
  type Told,
  wechatCall,
} from './pay-shop.ts';
import { getJson, postJson, startSandbox, until } from './process.ts';

// The token and the order of epusdt's own documentation, whose signature is printed there.
const TOKEN = 'epusdt_password_xasddawqe';
const pay = await startSandbox('pay', ['--retry-ms', '100', '--refund-ms', '50', '--token', TOKEN]);
const file = await getJson<GatewayFile>(`${pay.url}/_control/gateway-file`);
const shop = await openShop(({ url }) => ({
  text: url.pathname.startsWith('/usdt') ? 'ok' : 'success',
}));
const control = <T = { done: boolean }>(deed: string, body: object) =>
  postJson<T>(`${pay.url}/_control/${deed}`, body);
const form = async (path: string, fields: Record<string, string>) => {
  const body = new URLSearchParams(fields);
  return (await fetch(pay.url + path, { method: 'POST', body, redirect: 'manual' })).text();
};
const toldAt = (path: string, when = (_: Told): boolean => true) =>
  until(async () => shop.told.find((one) => one.url.pathname === path && when(one)));

test('易支付 V2 is signed with RSA both ways, tells with RSA, and refunds once per number', async () => {
  const { pid, merchant_private_key: key, platform_public_key } = file.epay_v2;
  const call = async (name: string, fields: Record<string, string>, change = {}) => {
    const all = { pid, timestamp: `${Math.floor(Date.now() / 1000)}`, ...fields, sign_type: 'RSA' };
    const sign = rsa(joined(all, ['sign', 'sign_type']), key);
    return JSON.parse(await form(`/api/pay/${name}`, { ...all, sign, ...change }));
  };
  const wish = {
    method: 'web',
    type: 'alipay',
    out_trade_no: 'V2A',
    notify_url: `${shop.url}/v2`,
    return_url: `${shop.url}/back`,
    name: '云主机 & 1 个月',
    money: '9.90',
    clientip: '1.2.3.4',
  };
  assert.match((await call('create', wish, { money: '0.01' })).msg, /签名校验失败.*money=0\.01/);
  assert.match((await call('create', { ...wish, timestamp: '1700000000' })).msg, /时间戳/);
  const placed = await call('create', wish);
  assert.equal(placed.code, 0, placed.msg);
  assert.ok(isFromPlatform(placed, platform_public_key));
  assert.equal((await call('create', wish)).trade_no, placed.trade_no);
  assert.equal((await call('query', { out_trade_no: 'V2A' })).status, 0);
  await control('pay', { out_trade_no: 'V2A' });
  const notice = Object.fromEntries((await toldAt('/v2')).url.searchParams);
  assert.ok(isFromPlatform(notice, platform_public_key));
  assert.deepEqual([notice['trade_status'], notice['money']], ['TRADE_SUCCESS', '9.90']);
  const found = await call('query', { trade_no: placed.trade_no });
  assert.ok(isFromPlatform(found, platform_public_key));
  assert.deepEqual([found.status, found.money], [1, '9.90']);
  const back = { out_trade_no: 'V2A', money: '4.00', out_refund_no: 'R1' };
  const refunds = [await call('refund', back), await call('refund', back)];
  assert.equal(refunds[0].refund_no, refunds[1].refund_no);
  assert.equal((await call('refundquery', { out_refund_no: 'R1' })).money, '4.00');
  assert.equal((await call('refund', { ...back, money: '9.00', out_refund_no: 'R2' })).code, -1);
});

test('支付宝 wants RSA2 with sign_type in it, signs the node as it stands, and knows no trade before the buyer came', async () => {
  const { alipay_public_key } = file.alipay;
  const call = async (method: string, content: object, more = {}, change = {}) => {
    const fields = { ...alipayFields(file.alipay, method, content, more), ...change };
    return alipayNode(await form('/gateway.do', fields), method, alipay_public_key);
  };
  const notify_url = `${shop.url}/alipay`;
  const wish = { out_trade_no: 'ALI1', total_amount: '9.90', subject: '云主机' };
  const wrong = await call('alipay.trade.precreate', wish, {}, { notify_url });
  assert.deepEqual([wrong['code'], wrong['sub_code']], ['40002', 'isv.invalid-signature']);
  const placed = await call('alipay.trade.precreate', wish, { notify_url });
  assert.deepEqual([placed['code'], placed.is_signed], ['10000', true]);
  const changed = { ...wish, total_amount: '9.80' };
  const other = await call('alipay.trade.precreate', changed, { notify_url });
  assert.equal(other['sub_code'], 'ACQ.CONTEXT_INCONSISTENT');
  const number = { out_trade_no: 'ALI1' };
  assert.equal((await call('alipay.trade.query', number))['sub_code'], 'ACQ.TRADE_NOT_EXIST');
  await fetch(placed['qr_code'] ?? '');
  assert.equal((await call('alipay.trade.query', number))['trade_status'], 'WAIT_BUYER_PAY');
  await control('pay', number);
  const notice = Object.fromEntries(new URLSearchParams((await toldAt('/alipay')).body));
  assert.ok(isFromPlatform(notice, alipay_public_key));
  assert.equal(notice['sign_type'], 'RSA2');
  const { app_id, seller_id } = file.alipay;
  assert.deepEqual(
    [notice['app_id'], notice['seller_id'], notice['total_amount'], notice['trade_status']],
    [app_id, seller_id, '9.90', 'TRADE_SUCCESS'],
  );
  const back = { ...number, refund_amount: '4.00', out_request_no: 'R1' };
  assert.equal((await call('alipay.trade.refund', back))['fund_change'], 'Y');
  assert.equal((await call('alipay.trade.refund', back))['fund_change'], 'N');
  const more = { ...back, refund_amount: '6.00', out_request_no: 'R2' };
  assert.equal(
    (await call('alipay.trade.refund', more))['sub_code'],
    'ACQ.REFUND_AMT_NOT_EQUAL_TOTAL',
  );
  const asked = await call('alipay.trade.fastpay.refund.query', {
    ...number,
    out_request_no: 'R1',
  });
  assert.deepEqual([asked['refund_status'], asked['refund_amount']], ['REFUND_SUCCESS', '4.00']);
  const none = await call('alipay.trade.fastpay.refund.query', { ...number, out_request_no: 'R9' });
  assert.deepEqual([none['code'], none['refund_status']], ['10000', undefined]);
  await toldAt('/alipay', ({ body }) => new URLSearchParams(body).get('refund_fee') === '4.00');
});

test('支付宝 in certificate mode names its certificate; page and wap pay lead to the cashier', async () => {
  const { app_cert_sn, alipay_root_cert_sn, app_cert, alipay_cert } = file.alipay;
  const sns = { app_cert_sn, alipay_root_cert_sn };
  const { issuer, serialNumber } = new X509Certificate(app_cert);
  const issued = issuer.split('\n').reverse().join(',') + BigInt(`0x${serialNumber}`);
  assert.equal(app_cert_sn, md5(issued));
  const method = 'alipay.trade.query';
  const ask = async (more: Record<string, string>) => {
    const fields = alipayFields(file.alipay, method, { out_trade_no: 'no' }, more);
    return alipayNode(await form('/gateway.do', fields), method, alipay_cert);
  };
  const answer = await ask(sns);
  assert.deepEqual([answer.is_signed, answer['cert_sn']], [true, file.alipay.alipay_cert_sn]);
  const wrong = await ask({ ...sns, alipay_root_cert_sn: 'x' });
  assert.equal(wrong['sub_code'], 'isv.invalid-alipay-root-cert-sn');
  const product_code = 'FAST_INSTANT_TRADE_PAY';
  const wish = { out_trade_no: 'PAGE1', total_amount: '1.00', subject: '页面', product_code };
  const urls = { notify_url: `${shop.url}/page`, return_url: `${shop.url}/back` };
  const fields = alipayFields(file.alipay, 'alipay.trade.page.pay', wish, urls);
  const page = `${file.alipay.gateway}?${new URLSearchParams(fields)}`;
  const answered = await fetch(page, { redirect: 'manual' });
  assert.match(answered.headers.get('location') ?? '', /^\/pay\/\d+$/);
  await control('pay', { out_trade_no: 'PAGE1', wait: true });
  const cashier = await (
    await fetch(new URL(answered.headers.get('location') ?? '', pay.url))
  ).text();
  const link = /href="([^"]+\/back[^"]+)"/.exec(cashier)?.[1]?.replaceAll('&amp;', '&') ?? '';
  const back = Object.fromEntries(new URL(link).searchParams);
  assert.ok(isFromPlatform(back, file.alipay.alipay_public_key));
});

test('微信支付 checks the signature of a call, signs its answers with the key asked for, and seals what it tells', async () => {
  const { appid, mchid, apiv3_key, public_key, public_key_id, platform_cert } = file.wechat;
  const call = wechatCall.bind(undefined, pay.url, file.wechat);
  const wish = {
    ...{ appid, mchid, description: '云主机', out_trade_no: 'WECHAT01' },
    notify_url: `${shop.url}/wechat`,
    amount: { total: 990, currency: 'CNY' },
  };
  const native = '/v3/pay/transactions/native';
  const other = { key: file.alipay.app_private_key };
  const forged = await call('POST', native, wish, other);
  assert.deepEqual([forged.status, forged.json['code']], [401, 'SIGN_ERROR']);
  assert.equal((await call('POST', native, wish, { at: Date.now() - 400_000 })).status, 401);
  assert.equal((await call('POST', native, { ...wish, mchid: '1' })).status, 400);
  const placed = await call('POST', native, wish);
  assert.match(placed.json['code_url'], /^weixin:/);
  assert.ok(isFromWechat(placed.headers, placed.text, public_key));
  assert.equal(placed.headers['wechatpay-serial'], public_key_id);
  const path = `/v3/pay/transactions/out-trade-no/WECHAT01?mchid=${mchid}`;
  const older = { headers: { 'wechatpay-serial': file.wechat.platform_serial_no } };
  const waiting = await call('GET', path, undefined, older);
  assert.ok(isFromWechat(waiting.headers, waiting.text, platform_cert));
  assert.equal(waiting.json['trade_state'], 'NOTPAY');
  await control('pay', { out_trade_no: 'WECHAT01' });
  const notice = await toldAt('/wechat');
  assert.ok(isFromWechat(notice.headers, notice.body, public_key));
  const told = JSON.parse(opened(apiv3_key, JSON.parse(notice.body).resource));
  assert.deepEqual(
    [told['trade_state'], told['mchid'], told['appid'], told['amount']['total']],
    ['SUCCESS', mchid, appid, 990],
  );
  assert.equal((await call('GET', path)).json['trade_state'], 'SUCCESS');
  const refunds = '/v3/refund/domestic/refunds';
  const back = {
    ...{ out_trade_no: 'WECHAT01', out_refund_no: 'R1', notify_url: `${shop.url}/refunded` },
    amount: { refund: 990, total: 990, currency: 'CNY' },
  };
  assert.equal((await call('POST', refunds, back)).json['status'], 'PROCESSING');
  const [first, again] = [await call('POST', refunds, back), await call('POST', refunds, back)];
  assert.equal(first.json['refund_id'], again.json['refund_id']);
  const end = JSON.parse((await toldAt('/refunded')).body);
  assert.equal(end.event_type, 'REFUND.SUCCESS');
  assert.equal(JSON.parse(opened(apiv3_key, end.resource)).refund_status, 'SUCCESS');
  assert.equal((await call('GET', `${refunds}/R1`)).json['status'], 'SUCCESS');
  assert.equal((await call('GET', `${refunds}/R2`)).status, 404);
  await call('POST', native, { ...wish, out_trade_no: 'WECHAT02' });
  const closing = await call('POST', '/v3/pay/transactions/out-trade-no/WECHAT02/close', { mchid });
  assert.deepEqual([closing.status, isFromWechat(closing.headers, '', public_key)], [204, true]);
  const [kept] = (await call('GET', '/v3/certificates')).json.data;
  assert.equal(opened(apiv3_key, kept.encrypt_certificate), platform_cert);
});

test('epusdt takes the signature printed in its documentation, BEpusdt builds anew, cancels, and tells of expiry', async () => {
  const urls = {
    notify_url: 'http://example.com/notify',
    redirect_url: 'http://example.com/redirect',
  };
  const printed = {
    ...{ order_id: '20220201030210321', amount: 42, ...urls },
    signature: '1cd4b52df5587cfb1968b0c0c6e156cd',
  };
  const create = (base: string, body: object) =>
    postJson<ReturnType<typeof JSON.parse>>(`${base}/api/v1/order/create-transaction`, body);
  const signed = (fields: object) => ({
    ...fields,
    signature: md5(joined({ ...fields }, ['signature']) + TOKEN),
  });
  const placed = await create(file.epusdt.gateway, printed);
  assert.equal(placed.status_code, 200, placed.message);
  assert.ok(placed.data['expiration_time'] > 1e9);
  assert.equal((await create(file.epusdt.gateway, printed)).status_code, 10002);
  const wrong = await create(file.bepusdt.gateway, { ...printed, amount: 41 });
  assert.match(wrong.message, /签名错误.*amount=41&/);
  const wish = {
    order_id: 'B1',
    amount: 28.88,
    notify_url: `${shop.url}/usdt`,
    redirect_url: shop.url,
  };
  const first = await create(file.bepusdt.gateway, signed(wish));
  const again = await create(file.bepusdt.gateway, signed({ ...wish, amount: 20 }));
  assert.equal(again.data['trade_id'], first.data['trade_id']);
  assert.deepEqual([again.data['amount'], again.data['expiration_time'] <= 600], ['20', true]);
  await control('expire', { out_trade_no: 'B1' });
  const statusOf = ({ body }: Told): number => JSON.parse(body).status;
  await toldAt('/usdt', (one) => statusOf(one) === 3);
  await control('pay', { out_trade_no: 'B1' });
  const { body } = await toldAt('/usdt', (one) => statusOf(one) === 2);
  const notice = JSON.parse(body);
  assert.equal(notice.signature, md5(joined(notice, ['signature']) + TOKEN));
  assert.deepEqual([notice.amount, notice.order_id], [20, 'B1']);
  const second = await create(file.bepusdt.gateway, signed({ ...wish, order_id: 'B2' }));
  const { trade_id } = second.data;
  await postJson(`${file.bepusdt.gateway}/api/v1/order/cancel-transaction`, signed({ trade_id }));
  const status = await getJson<{ status: number }>(
    `${file.bepusdt.gateway}/pay/check-status/${trade_id}`,
  );
  assert.equal(status.status, 4);
});
