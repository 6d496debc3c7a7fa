import { z } from 'zod';
import type { Db } from '../../platform/db.ts';
import type { FieldErrors } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import {
  moment,
  momentTyped,
  moneyOrNone,
  moneyTyped,
  needed,
  type Typed,
  typedIn,
  whole,
  wholeOrNone,
  words,
} from '../form-fields.ts';
import type { ProductRow } from '../tables.ts';
import { grantsColumn, grantsOf } from './grants.ts';
import { questionsOf, questionsTyped, typedQuestions } from './questions.ts';
import { descriptionHtml, MOST_DESCRIPTION } from './rich-text.ts';

const MANY = 1_000_000;

const Form = z.object({
  name: needed(120, '请填写商品名称'),
  summary: words(300),
  category_no: words(20),
  description_text: words(MOST_DESCRIPTION),
  on_at: moment,
  off_at: moment,
  position: whole(-9999, 9999, 0),
  most_per_order: whole(1, 10_000, 100),
  most_per_buyer: wholeOrNone(1, MANY),
  most_per_source: wholeOrNone(1, MANY),
  warranty_days: whole(0, 3650, 0),
  plan_months: wholeOrNone(1, 120),
  service_code_uses: wholeOrNone(1, 100),
  credit: moneyOrNone,
});

type Read = { columns: Partial<ProductRow>; fields: FieldErrors };

/** The columns of a product as typed, and what is wrong with them by field. */
export async function readProduct(db: Db, body: unknown): Promise<Read> {
  const form = readOr(Form, body);
  const { questions, fields: faults } = questionsTyped(typedIn(body));
  if (!form.ok) return { columns: {}, fields: { ...form.fields, ...faults } };
  const { category_no, plan_months, service_code_uses, credit, ...plain } = form.data;
  const category = category_no
    ? await db('categories').where({ category_no }).first('id')
    : undefined;
  const fields: FieldErrors = {
    ...faults,
    ...(category_no && !category ? { category_no: '这个分类已被删除，请重新选择' } : {}),
    ...(plain.on_at && plain.off_at && plain.off_at <= plain.on_at
      ? { off_at: '下架时间须晚于上架时间' }
      : {}),
  };
  const columns = {
    ...plain,
    category_id: category?.id ?? null,
    description_html: descriptionHtml(plain.description_text),
    form_json: questions.length > 0 ? JSON.stringify(questions) : null,
    grants_json: grantsColumn({ plan_months, service_code_uses, credit_cents: credit }),
  };
  return { columns, fields };
}

/** A stored product as the fields of its form hold it. */
export function typedProduct(product: ProductRow, category_no: string): Typed {
  const grants = grantsOf(product);
  const text = (value: number | null | undefined) => ((value ?? '') === '' ? '' : String(value));
  return {
    ...{ name: product.name, summary: product.summary, category_no },
    description_text: product.description_text ?? product.description_html,
    ...{ on_at: momentTyped(product.on_at), off_at: momentTyped(product.off_at) },
    ...{ position: text(product.position), most_per_order: text(product.most_per_order) },
    most_per_buyer: text(product.most_per_buyer),
    most_per_source: text(product.most_per_source),
    warranty_days: text(product.warranty_days),
    plan_months: text(grants.plan_months),
    service_code_uses: text(grants.service_code_uses),
    credit: moneyTyped(grants.credit_cents ?? null),
    ...typedQuestions(questionsOf(product)),
  };
}

/** What each field is called, where the work of two people is compared. */
const NAMES: Record<string, string> = {
  ...{ name: '名称', summary: '一句话介绍', category_no: '分类', description_text: '详细说明' },
  ...{ on_at: '上架时间', off_at: '下架时间', position: '排序', most_per_order: '每单最多' },
  ...{ most_per_buyer: '每人最多', most_per_source: '每个 IP 最多', warranty_days: '质保天数' },
  ...{ plan_months: '套餐月数', service_code_uses: '备案服务码次数', credit: '余额' },
};

/** Where what is stored differs from what somebody typed, in words: nothing of either is lost. */
export function differences(stored: Typed, typed: Typed): string[] {
  const shorten = (text: string) => (text.length > 80 ? `${text.slice(0, 80)}…` : text || '（空）');
  const lines = (text: string) => text.replace(/\r\n/g, '\n').trim();
  return Object.entries(NAMES).flatMap(([name, label]) => {
    const there = lines(stored[name] ?? '');
    const here = lines(typed[name] ?? '');
    return there === here ? [] : [`${label}：现在保存的是“${shorten(there)}”`];
  });
}
