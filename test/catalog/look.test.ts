import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import sharp from 'sharp';
import { launchChromium } from '../browser/chromium.ts';
import { faultsOf, keep, looksNow, windowOf } from '../browser/look.ts';
import { start } from '../harness.ts';

const app = await start();
const { aCategory, aProduct, aVariant } = await import('../shop.ts');
const { descriptionHtml } = await import('../../src/catalog/products/rich-text.ts');
const { storePicture } = await import('../../src/catalog/products/pictures.ts');
const { makeCoupons } = await import('../../src/catalog/coupons/save-coupons.ts');
const { publicNo, newToken } = await import('../../src/platform/ids.ts');
const operator = await app.signedIn('operator');
const { db } = app;

const category = await aCategory(db, '影音会员');
await aCategory(db, '软件授权');
const words = `## 购买须知

卡密有效期自激活之日起计算，**激活后不退换**。兑换地址：https://example.com/redeem

- 支持手机、电脑和电视
- 一个账号同时在线 2 台设备

1. 打开兑换页
2. 输入卡密
3. 立即生效`;
const picture = await sharp({
  create: { width: 1200, height: 800, channels: 3, background: '#0c5f7d' },
})
  .png()
  .toBuffer();
const { no } = await storePicture(operator.user_id, picture);
const product = await aProduct(db, {
  name: '星河影音会员',
  summary: '官方直充卡密，付款后立即到手，支持全部设备',
  ...{ description_text: words, description_html: descriptionHtml(words) },
  ...{ category_id: category.id, picture_no: no, warranty_days: 7, most_per_buyer: 20 },
});
await db('product_pictures').insert({ product_id: product.id, no, position: 0 });
const of = { product_id: product.id };
const steps_json = JSON.stringify([{ from: 10, price_cents: 1680 }]);
await aVariant(db, { ...of, name: '月卡', price_cents: 1880, stock: 340, steps_json });
await aVariant(db, { ...of, name: '季卡', price_cents: 4880, stock: 6, member_price_cents: 4580 });
await aVariant(db, { ...of, name: '年卡', price_cents: 16800, stock: 0 });
const gone = await aVariant(db, { product: { name: '云游加速器季卡', summary: '低延迟，全区服' } });
const single = await aVariant(db, {
  ...{ delivery: 'manual', stock: 30, price_cents: 12000 },
  product: {
    name: '人工代充服务',
    form_json:
      '[{"name":"answer_1","label":"充值账号","kind":"text","is_required":true,"options":[]}]',
  },
});
await aVariant(db, {
  stock: 5,
  product: { name: '一个名字很长很长的商品，用来看列表里放不放得下它的名字' },
});
await db('announcements').insert({
  ...{ announcement_no: publicNo('GB'), title: '双十一全场九折', tone: 'ok' },
  ...{ body: '优惠码 SAVE10，11 月 30 日前有效。', created_at: new Date() },
});
const actor = { kind: 'user', id: operator.user_id, name: '' } as const;
const terms = { minimum_cents: 2000, product_id: null, most_per_person: 1, uses_total: 50 };
const open = { starts_at: null, ends_at: null, is_on: true, note: '老客户' };
const coupon = { kind: 'percent', amount: 10, ...terms, ...open } as const;
const run = await makeCoupons(actor, coupon, { code: 'SAVE10', count: 1 });
const { coupon_no } = (await db('coupons').where({ run_no: run }).first())!;
const hidden_token = newToken().slice(0, 32);
await aVariant(db, { product: { name: '内部专享', hidden_token }, stock: 3 });
const { variant_no } = (await db('variants').where(of).first())!;

const visitor = app.client();
const browser = await launchChromium();
after(() => browser.close());
const PAGES = {
  shop: ['/shop', visitor],
  'shop-empty': ['/shop?q=没有的东西', visitor],
  'shop-product': [`/shop/${product.product_no}`, visitor],
  'shop-gone': [`/shop/${gone.product.product_no}`, visitor],
  'shop-single': [`/shop/${single.product.product_no}`, visitor],
  'shop-hidden': [`/shop/hidden/${hidden_token}`, visitor],
  products: ['/products', operator],
  'product-new': ['/products/new', operator],
  'product-edit': [`/products/${product.product_no}`, operator],
  'product-manual': [`/products/${single.product.product_no}`, operator],
  variant: [`/products/${product.product_no}/variants/${variant_no}`, operator],
  categories: ['/categories', operator],
  coupons: ['/coupons', operator],
  'coupon-new': ['/coupons/new', operator],
  coupon: [`/coupons/${coupon_no}`, operator],
  announcements: ['/announcements', operator],
  'announcement-new': ['/announcements/new', operator],
} as const;
const LOOKS = {
  wide: { width: 1280 },
  'wide-dark': { width: 1280, dark: true },
  phone: { width: 360 },
  'phone-dark': { width: 360, dark: true },
};

for (const [look, screen] of looksNow(LOOKS))
  test(`no page of shop and catalog bars anybody or breaks its bounds: ${look}`, async () => {
    for (const who of [visitor, operator]) {
      const window = await windowOf(browser, who, screen);
      for (const [name, [path, client]] of Object.entries(PAGES)) {
        if (client !== who) continue;
        await window.open(path);
        await keep(window.page, `${name}-${look}`);
        assert.deepEqual(await faultsOf(window.page), [], `${name} ${look}`);
      }
      window.calm();
      await window.page.context().close();
    }
  });
