import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { readOr } from '../../platform/web.ts';
import { catalogChanged } from '../changed.ts';
import { type Typed, typedIn } from '../form-fields.ts';
import { isByCard, type ProductRow, type VariantRow } from '../tables.ts';
import { variantShown } from './present-variant.ts';
import { productFor } from './product-routes.ts';
import { addVariant, changeVariant } from './save-variant.ts';
import { NEW_VARIANT, typedVariant, VariantForm } from './variant-form.ts';

/** The variants (规格) of a product: what each costs and how much of it there is. */
export const variantRoutes = Router();
const reads = requires('shop.read');
const manages = requires('shop.manage');
const place = '/products/:product_no/variants';

variantRoutes.get(`${place}/new`, manages, async (req, res) => {
  show(res, await productFor(req), null, { typed: NEW_VARIANT });
});

variantRoutes.post(place, manages, async (req, res) => {
  const product = await productFor(req);
  const form = readOr(VariantForm, req.body);
  const typed = typedIn(req.body);
  if (!form.ok) return show(res.status(422), product, null, { typed, fields: form.fields });
  await inTransaction((trx) => addVariant(trx, userOf(req).actor, product, form.data));
  catalogChanged();
  res.flash('success', `规格“${form.data.name}”已添加`);
  res.redirect(303, `/products/${product.product_no}`);
});

variantRoutes.get(`${place}/:variant_no`, reads, async (req, res) => {
  const product = await productFor(req);
  const variant = await variantFor(req, product);
  show(res, product, variant, { typed: stored(variant) });
});

variantRoutes.post(`${place}/:variant_no`, manages, async (req, res) => {
  const product = await productFor(req);
  const variant = await variantFor(req, product);
  const form = readOr(VariantForm, req.body);
  const typed = typedIn(req.body);
  if (!form.ok) return show(res.status(422), product, variant, { typed, fields: form.fields });
  try {
    const version = Number(typed['version']) || 0;
    await changeVariant(userOf(req).actor, product, variant, { version, form: form.data });
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return showRefused(req, res.status(error.status), { product, typed, error });
  }
  res.flash('success', '已保存');
  res.redirect(303, `/products/${product.product_no}`);
});

interface Refused {
  product: ProductRow;
  typed: Typed;
  error: UserError;
}

async function showRefused(req: Request, res: Response, { product, typed, error }: Refused) {
  const variant = await variantFor(req, product);
  const isConflict = error.code === 'conflict';
  const current = { ...typed, version: String(variant.version) };
  show(res, product, variant, {
    typed: current,
    fields: error.fields,
    ...(isConflict ? { conflicts: differing(stored(variant), current) } : {}),
  });
}

async function variantFor(req: Request, product: ProductRow): Promise<VariantRow> {
  const variant_no = String(req.params['variant_no']);
  return must(await db('variants').where({ variant_no, product_id: product.id }).first(), '规格');
}

const stored = (variant: VariantRow): Typed => ({
  ...typedVariant(variant),
  version: String(variant.version),
});

const NAMES: Record<string, string> = {
  ...{ name: '名称', price: '售价', member_price: '会员价', cost: '成本', steps: '阶梯价' },
  ...{ warn_at: '预警数量', position: '排序', allotted: '总数' },
};

function differing(there: Typed, typed: Typed): string[] {
  const plain = (text = '') => text.replace(/\r\n/g, '\n').trim();
  return Object.entries(NAMES).flatMap(([name, label]) =>
    plain(there[name]) === plain(typed[name])
      ? []
      : [`${label}：现在保存的是“${plain(there[name]) || '（空）'}”`],
  );
}

interface Form {
  typed: Typed;
  fields?: FieldErrors;
  conflicts?: string[];
}

function show(res: Response, product: ProductRow, variant: VariantRow | null, form: Form): void {
  const { typed, fields = {}, conflicts = null } = form;
  res.page('catalog/variant-form', {
    title: variant ? variant.name : '新增规格',
    ...{ product, typed, fields, conflicts, is_counted: !isByCard(product.delivery) },
    variant: variant && variantShown(variant, product.delivery),
  });
}
