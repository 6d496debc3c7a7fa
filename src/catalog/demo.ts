import type { Actor } from '../audit/index.ts';
import { type Db, db } from '../platform/db.ts';
import { announce } from './announcements/announce.ts';
import { addCategory } from './categories/save-category.ts';
import { makeCoupons } from './coupons/save-coupons.ts';
import { descriptionHtml } from './products/rich-text.ts';
import { addProduct, switchProduct } from './products/save-product.ts';
import { addVariant } from './products/save-variant.ts';
import { VariantForm } from './products/variant-form.ts';
import type { Delivery, ProductRow } from './tables.ts';

interface DemoProduct {
  category: string;
  delivery: Delivery;
  columns: Partial<ProductRow> & { name: string };
  /** As an operator would type them; the first is made with the product. */
  variants: Record<string, string>[];
}

const QUESTIONS = [
  { name: 'answer_1', label: '充值账号', kind: 'text', is_required: true, options: [] },
  { name: 'answer_2', label: '大区', kind: 'select', is_required: true, options: ['一区', '二区'] },
];

/** One product of each kind of delivery. */
const PRODUCTS: DemoProduct[] = [
  {
    ...{ category: '影音会员', delivery: 'imported' },
    columns: {
      ...{ name: '星河影音会员（演示）', summary: '付款后立即到手，支持手机、电脑和电视' },
      description_text:
        '## 购买须知\n\n卡密自激活之日起计算有效期，**激活后不退换**。\n\n- 支持手机、电脑和电视\n- 一个账号同时在线 2 台设备\n\n1. 打开兑换页\n2. 输入卡密\n3. 立即生效',
      ...{ warranty_days: 7, most_per_buyer: 50 },
    },
    variants: [
      { name: '月卡', price: '18.80', cost: '15', steps: '10: 16.80', warn_at: '20' },
      { name: '季卡', price: '48.80', member_price: '45.80', cost: '41', warn_at: '10' },
      { name: '年卡', price: '168', cost: '140', warn_at: '5' },
    ],
  },
  {
    ...{ category: '主机套餐', delivery: 'generated' },
    columns: {
      ...{ name: '云主机套餐卡（演示）', summary: '兑换后得到套餐时长和备案服务码' },
      description_text: '兑换后自动开通，另送备案服务码。',
      grants_json: JSON.stringify({ plan_months: 12, service_code_uses: 5 }),
    },
    variants: [{ name: '一年', price: '399', cost: '260', warn_at: '10' }],
  },
  {
    ...{ category: '软件资料', delivery: 'loop' },
    columns: {
      ...{ name: '运维手册（演示）', summary: '购买后得到下载链接和提取码' },
      description_text: '持续更新，买一次长期有效。',
    },
    variants: [{ name: '标准', price: '9.90', allotted: '1000' }],
  },
  {
    ...{ category: '软件资料', delivery: 'manual' },
    columns: {
      ...{ name: '人工代充（演示）', summary: '当天处理，完成后通知您' },
      description_text: '工作时间 9:00 到 22:00，付款后一般 30 分钟内完成。',
      form_json: JSON.stringify(QUESTIONS),
    },
    variants: [{ name: '100 元', price: '98', is_endless: 'true' }],
  },
];

/** A small shop to look at. What is there already is left as it is; gives the variants of each kind of delivery. */
export async function seedCatalog(actor: Actor): Promise<Record<Delivery, string[]>> {
  const found: Record<Delivery, string[]> = { imported: [], generated: [], loop: [], manual: [] };
  for (const demo of PRODUCTS) {
    const known = await db('products').where({ name: demo.columns.name }).first('product_no');
    const product_no = known?.product_no ?? (await make(actor, demo));
    const product = await productNamed(product_no);
    const variants = await db('variants').where({ product_id: product.id }).orderBy('id');
    found[demo.delivery] = variants.map(({ variant_no }) => variant_no);
  }
  if (!(await db('coupons').where({ code: 'WELCOME10' }).first('id'))) {
    const terms = { minimum_cents: 2000, product_id: null, most_per_person: 1, uses_total: 100 };
    const open = { starts_at: null, ends_at: null, is_on: true, note: '演示' };
    const columns = { kind: 'percent', amount: 10, ...terms, ...open } as const;
    await makeCoupons(actor, columns, { code: 'WELCOME10', count: 1 });
    const words = { body: '满 20 元使用优惠码 WELCOME10 减 10%。', tone: 'info' } as const;
    await announce(actor, { title: '欢迎光临演示商店', ...words });
  }
  return found;
}

async function make(actor: Actor, demo: DemoProduct): Promise<string> {
  const { columns, delivery, variants } = demo;
  const [first = {}, ...more] = variants;
  const category_id = await categoryNamed(actor, demo.category);
  const description_html = descriptionHtml(columns.description_text ?? '');
  const product_no = await addProduct(actor, {
    columns: { ...columns, category_id, description_html },
    ...{ pictures: [], delivery, first: typed(first) },
  });
  const product = await productNamed(product_no);
  for (const variant of more)
    await db.transaction((trx) => addVariant(trx, actor, product, typed(variant)));
  await switchProduct(actor, product, true);
  return product_no;
}

const typed = (variant: Record<string, string>) => VariantForm.parse({ is_on: 'true', ...variant });

async function productNamed(product_no: string): Promise<ProductRow> {
  const product = await db('products').where({ product_no }).first();
  if (!product) throw new Error(`product ${product_no} is not there`);
  return product;
}

async function categoryNamed(actor: Actor, name: string): Promise<number> {
  const find = (from: Db) => from('categories').where({ name }).first('id');
  if (!(await find(db))) await addCategory(actor, name);
  return (await find(db))?.id ?? 0;
}
