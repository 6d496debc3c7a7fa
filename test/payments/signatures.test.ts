import assert from 'node:assert/strict';
import { createCipheriv, generateKeyPairSync, sign } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Callback, Verdict } from '../../src/payments/gateways/gateway.ts';
import { ownEnvironment } from '../harness.ts';

// Written from the protocols' own papers: fixed digests, and strings spelled out by hand.

const { drop } = await ownEnvironment();
const { db } = await import('../../src/platform/db.ts');
const { epayV1, signEpay } = await import('../../src/payments/gateways/epay-v1.ts');
const { epayV2 } = await import('../../src/payments/gateways/epay-v2.ts');
const { alipay } = await import('../../src/payments/gateways/alipay.ts');
const { nodeText } = await import('../../src/payments/gateways/alipay-call.ts');
const { wechat } = await import('../../src/payments/gateways/wechat.ts');
const { epusdt, signEpusdt } = await import('../../src/payments/gateways/epusdt.ts');
const { flatJson } = await import('../../src/payments/gateways/flat-json.ts');
test.after(async () => {
  await db.destroy();
  await drop();
});

const call = () => Promise.reject(new Error('nobody is to be called'));
const pair = () =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
const ours = pair();
const theirs = pair();
const rsa = (text: string, key = theirs.privateKey) =>
  sign('sha256', Buffer.from(text), key).toString('base64');
const bare = (pem: string) => pem.replace(/-----[^-]+-----|\n/g, '');

const posted = (fields: Record<string, string>): Callback => {
  const body = Buffer.from(new URLSearchParams(fields).toString());
  return { method: 'POST', headers: {}, query: '', body };
};
const verdictOf = (run: () => unknown): Verdict | 'believed' => {
  try {
    run();
    return 'believed';
  } catch (error) {
    // What is thrown is a refusal, or a bug that this makes visible.
    return (error as { verdict: Verdict }).verdict;
  }
};

const V1 = { address: 'https://pay.example.cn', pid: '1000', key: 'secret-key' };
const epay = { settings: { ...V1, entry: 'mapi', asks: true } as const, call };
const NOTICE = {
  ...{ pid: '1000', trade_no: 'T1', out_trade_no: 'ZF0001', type: 'alipay', name: '会员 月卡' },
  ...{ money: '28.80', trade_status: 'TRADE_SUCCESS', param: '' },
};
const V1_SIGN = 'daa7edc9cc6f82598735db33c21a3500';

test('易支付 V1 is the MD5 of sorted fields that are not empty, with the key behind them', () => {
  assert.equal(signEpay(NOTICE, 'secret-key'), V1_SIGN);
  const heard = epayV1.parse?.(epay, posted({ ...NOTICE, sign: V1_SIGN, sign_type: 'MD5' }));
  assert.deepEqual(heard, {
    ...{ payment_no: 'ZF0001', trade_no: 'T1', amount_cents: 2880, currency: 'CNY' },
    is_success: true,
  });
});

test('one field more, less, changed or twice breaks the signature of 易支付, and so does an empty key', () => {
  const parse = (fields: Record<string, string>) =>
    verdictOf(() => epayV1.parse?.(epay, posted({ ...fields, sign_type: 'MD5' })));
  const right = { ...NOTICE, sign: V1_SIGN };
  assert.equal(parse({ ...right, sign: V1_SIGN.toUpperCase() }), 'believed');
  for (const wrong of [
    { ...right, money: '28.8' },
    { ...right, extra: '1' },
    { ...right, trade_status: '' },
    { ...right, sign: V1_SIGN.slice(1) },
    { ...right, sign: signEpay(NOTICE, '') },
  ])
    assert.equal(parse(wrong), 'bad_signature');
  const other = { ...NOTICE, pid: '1001' };
  assert.equal(parse({ ...other, sign: signEpay(other, 'secret-key') }), 'other_merchant');
  assert.equal(parse({ ...NOTICE, sign: '' }), 'unreadable');
  const twice = posted({ ...right, sign_type: 'MD5' });
  assert.equal(
    verdictOf(() => epayV1.parse?.(epay, { ...twice, query: 'money=0.01' })),
    'unreadable',
  );
});

test('易支付 V2 signs the same string by RSA; keys are taken as PEM or bare', () => {
  for (const public_key of [theirs.publicKey, bare(theirs.publicKey)]) {
    const settings = {
      address: 'https://p.cn',
      pid: '1000',
      private_key: ours.privateKey,
      public_key,
    };
    const text =
      'money=28.80&name=会员 月卡&out_trade_no=ZF0001&pid=1000&timestamp=1795300000&trade_no=T1&trade_status=TRADE_SUCCESS&type=alipay';
    const fields = { ...NOTICE, timestamp: '1795300000', sign: rsa(text), sign_type: 'RSA' };
    const parse = (told: Record<string, string>) =>
      verdictOf(() => epayV2.parse?.({ settings, call }, posted(told)));
    assert.equal(parse(fields), 'believed');
    assert.equal(parse({ ...fields, sign: rsa(text, ours.privateKey) }), 'bad_signature');
    assert.equal(parse({ ...fields, timestamp: '1795300001' }), 'bad_signature');
  }
});

const ALIPAY = {
  ...{
    address: 'https://openapi.alipay.com/gateway.do',
    app_id: '2021',
    seller_id: '2088000000001000',
  },
  ...{ private_key: ours.privateKey, public_key: theirs.publicKey },
  ...{ app_certificate: '', root_certificate: '' },
};

test('a notice of Alipay is verified without sign and sign_type, and names application and seller', () => {
  const text = (change: string) =>
    `app_id=2021&charset=utf-8&out_trade_no=ZF0001&${change}subject=a=b&total_amount=28.80&trade_no=A1&trade_status=TRADE_SUCCESS`;
  const told = (seller_id: string): Record<string, string> => ({
    ...{ app_id: '2021', charset: 'utf-8', out_trade_no: 'ZF0001', subject: 'a=b', trade_no: 'A1' },
    ...{ total_amount: '28.80', trade_status: 'TRADE_SUCCESS', seller_id, sign_type: 'RSA2' },
    sign: rsa(text(`seller_id=${seller_id}&`)),
  });
  const parse = (fields: Record<string, string>) =>
    verdictOf(() => alipay.parse?.({ settings: ALIPAY, call }, posted(fields)));
  assert.equal(parse(told('2088000000001000')), 'believed');
  assert.equal(parse(told('2088000000001001')), 'other_merchant');
  assert.equal(parse({ ...told('2088000000001000'), total_amount: '28.81' }), 'bad_signature');
  assert.equal(parse({ ...told('2088000000001000'), sign_type: 'RSA' }), 'bad_signature');
});

test('what Alipay signed of an answer is the text of its node, whatever braces stand in it', () => {
  const node = '{"code":"10000","body":"a } \\" { b","list":[{"x":1}]}';
  const json = `{"alipay_trade_query_response":${node},"sign":"x"}`;
  assert.equal(nodeText(json, 'alipay_trade_query_response'), node);
  assert.equal(nodeText(json, 'other'), '');
});

const API_V3 = 'abcdefghijklmnopqrstuvwxyz012345';
const WECHAT = {
  ...{ address: 'https://api.mch.weixin.qq.com', mchid: '1900001000', appid: 'wx1' },
  ...{ serial_no: 'AB12AB12AB12AB12', private_key: ours.privateKey, api_v3_key: API_V3 },
  ...{ platform_serial: 'PUB_KEY_ID_01', platform_key: theirs.publicKey },
};

function weChatEvent(told: object, at = Math.floor(Date.now() / 1000), key = API_V3): Callback {
  const cipher = createCipheriv('aes-256-gcm', key, 'nonce1234567');
  cipher.setAAD(Buffer.from('transaction'));
  const sealed = [cipher.update(JSON.stringify(told)), cipher.final(), cipher.getAuthTag()];
  const resource = {
    ...{ algorithm: 'AEAD_AES_256_GCM', nonce: 'nonce1234567', associated_data: 'transaction' },
    ciphertext: Buffer.concat(sealed).toString('base64'),
  };
  const body = JSON.stringify({ event_type: 'TRANSACTION.SUCCESS', resource });
  const headers = {
    ...{ 'wechatpay-timestamp': String(at), 'wechatpay-nonce': 'n1' },
    ...{ 'wechatpay-serial': 'PUB_KEY_ID_01', 'wechatpay-signature': rsa(`${at}\nn1\n${body}\n`) },
  };
  return { method: 'POST', headers, query: '', body: Buffer.from(body) };
}

test('an event of WeChat is fresh, signed over its bytes, and opens with our key only', () => {
  const told = {
    ...{ mchid: '1900001000', appid: 'wx1', out_trade_no: 'ZF0001', transaction_id: '42' },
    ...{ trade_state: 'SUCCESS', amount: { total: 2880, currency: 'CNY' } },
  };
  const parse = (event: Callback) =>
    verdictOf(() => wechat.parse?.({ settings: WECHAT, call }, event));
  const at = Math.floor(Date.now() / 1000);
  assert.equal(parse(weChatEvent(told)), 'believed');
  assert.equal(parse(weChatEvent(told, at - 301)), 'too_old');
  assert.equal(parse(weChatEvent(told, at + 302)), 'too_old');
  assert.equal(parse(weChatEvent(told, at, API_V3.toUpperCase())), 'bad_signature');
  assert.equal(parse(weChatEvent({ ...told, mchid: '1900001001' })), 'other_merchant');
  assert.equal(parse(weChatEvent({ ...told, appid: 'wx2' })), 'other_merchant');
  const event = weChatEvent(told);
  const spaced = Buffer.from(`${event.body} `);
  assert.equal(parse({ ...event, body: spaced }), 'bad_signature');
  const other = { ...event.headers, 'wechatpay-serial': 'PUB_KEY_ID_02' };
  assert.equal(parse({ ...event, headers: other }), 'bad_signature');
});

test('numbers of epusdt are signed as they are written', () => {
  const at = {
    settings: { address: 'https://u.cn', token: 'usdt-token', flavour: 'bepusdt' } as const,
    call,
  };
  const body = (amount: string, signature: string) =>
    `{"trade_id":"E1","order_id":"ZF0001","amount":${amount},"actual_amount":4.0100,"token":"TNEx","block_transaction_id":"","signature":"${signature}","status":2}`;
  const parse = (text: string) =>
    epusdt.parse?.(at, { method: 'POST', headers: {}, query: '', body: Buffer.from(text) });
  const heard = parse(body('28.80', '6fc95422d1747634b413f1ca8fca1665'));
  assert.deepEqual([heard?.amount_cents, heard?.is_success], [2880, true]);
  assert.equal(
    verdictOf(() => parse(body('28.8', '6fc95422d1747634b413f1ca8fca1665'))),
    'bad_signature',
  );
  const order = {
    ...{
      order_id: 'ZF0001',
      amount: '28.8',
      trade_type: 'usdt.trc20',
      fiat: 'CNY',
      timeout: '900',
    },
    notify_url: 'https://shop.example.cn/payments/callbacks/epusdt',
    redirect_url: 'https://shop.example.cn/balance',
  };
  assert.equal(signEpusdt(order, 'usdt-token'), 'f3b47f94bf9fb6524916d6f2c9e8e07f');
});

test('a flat object is read as JSON reads it, and nothing else is read at all', () => {
  const value = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
  );
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), value), (object) => {
      const flat = flatJson(JSON.stringify(object, null, 1));
      const texts = Object.entries(JSON.parse(JSON.stringify(object))).map(([key, one]) => [
        key,
        typeof one === 'string' ? one : JSON.stringify(one),
      ]);
      if (texts.length === 0) return;
      assert.deepEqual(Object.entries(flat ?? {}), texts);
    }),
  );
  for (const text of ['', '[]', '{"a":{"b":1}}', '{"a":1}x', '{"a":1,"a":2}', '{"a":01}', '{a:1}'])
    assert.equal(flatJson(text), undefined, text);
});
