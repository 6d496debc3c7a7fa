import { type Request, type Response, Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { manyPictures, onePicture, uploadedPicture } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { type FieldErrors, must, UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { readOr } from '../../platform/web.ts';
import { type Typed, typedIn } from '../form-fields.ts';
import { DELIVERIES, type ProductRow } from '../tables.ts';
import { DELIVERY_WORDS, productByNo, stateShown, variantsOf } from './find-products.ts';
import { MOST_PICTURES, picturesIn, picturesOf, picturesShown, storePicture } from './pictures.ts';
import { variantShown } from './present-variant.ts';
import { differences, readProduct, typedProduct } from './product-form.ts';
import { places, QUESTION_KINDS } from './questions.ts';
import { descriptionHtml } from './rich-text.ts';
import { addProduct, changeProduct } from './save-product.ts';
import { NEW_VARIANT, VariantForm } from './variant-form.ts';

/** Making and changing one product. */
export const productRoutes = Router();
const reads = requires('shop.read');
const manages = requires('shop.manage');
const uploads = limited({ name: 'upload', limit: 120, windowMs: 600_000, failOpen: true });

productRoutes.get('/products/new', manages, async (_req, res) => {
  const typed = { delivery: 'imported', most_per_order: '100', position: '0', warranty_days: '0' };
  await showForm(res, null, {
    typed: { ...NEW_VARIANT, variant_name: '标准', ...typed },
    pictures: [],
  });
});

/** Takes one picture for a form that is still open, and answers with its number. */
productRoutes.post('/products/pictures', manages, uploads, onePicture, async (req, res) => {
  res.status(201).json(await storePicture(userOf(req).id, uploadedPicture(req)));
});

/** A description as visitors will see it, while it is typed. */
productRoutes.post('/products/preview', manages, (req, res) => {
  const text = typedIn(req.body)['description_text'] ?? '';
  res.render('catalog/description', { body: descriptionHtml(text) });
});

productRoutes.post('/products', manages, manyPictures, async (req, res) => {
  const typed = typedIn(req.body);
  const pictures = await picturesIn(req);
  if (typed['remove']) return showForm(res, null, { typed, pictures });
  const { columns, fields } = await readProduct(db, req.body);
  const delivery = DELIVERIES.find((each) => each === typed['delivery']);
  const first = readOr(VariantForm, {
    ...req.body,
    name: typed['variant_name'],
    is_on: 'yes',
    position: '',
  });
  const faults: FieldErrors = {
    ...fields,
    ...(delivery ? {} : { delivery: '请选择发货方式' }),
    ...(first.ok ? {} : renamed(first.fields)),
  };
  if (!delivery || !first.ok || Object.keys(faults).length > 0)
    return showForm(res.status(422), null, { typed, pictures, fields: faults });
  const { actor } = userOf(req);
  const product_no = await addProduct(actor, { columns, pictures, delivery, first: first.data });
  res.flash('success', '商品已建好，还没有上架。备好库存后在这里上架');
  res.redirect(303, `/products/${product_no}`);
});

/** The first variant stands in the form of the product, where `name` is the product's. */
function renamed({ name, ...fields }: FieldErrors): FieldErrors {
  return name ? { ...fields, variant_name: name } : fields;
}

productRoutes.get('/products/:product_no', reads, async (req, res) => {
  const product = await productFor(req);
  const pictures = await picturesOf(db, product.id);
  await showForm(res, product, { typed: await storedTyped(product), pictures });
});

productRoutes.post('/products/:product_no', manages, manyPictures, async (req, res) => {
  const product = await productFor(req);
  const typed = typedIn(req.body);
  const pictures = await picturesIn(req);
  if (typed['remove']) return showForm(res, product, { typed, pictures });
  const { columns, fields } = await readProduct(db, req.body);
  if (Object.keys(fields).length > 0)
    return showForm(res.status(422), product, { typed, pictures, fields });
  try {
    await changeProduct(userOf(req).actor, product, Number(typed['version']) || 0, {
      columns,
      pictures,
    });
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'conflict') throw error;
    return showConflict(req, res, { typed, pictures });
  }
  res.flash('success', '已保存');
  res.redirect(303, `/products/${product.product_no}`);
});

/** What he typed stays, beside what the other has saved; sent once more it is his that counts. */
async function showConflict(req: Request, res: Response, form: Pick<Form, 'typed' | 'pictures'>) {
  const product = await productFor(req);
  const typed = { ...form.typed, version: String(product.version) };
  const conflicts = differences(await storedTyped(product), typed);
  await showForm(res.status(409), product, { ...form, typed, conflicts });
}

export async function productFor(req: Request): Promise<ProductRow> {
  return must(await productByNo(db, String(req.params['product_no'])), '商品');
}

async function storedTyped(product: ProductRow): Promise<Typed> {
  const category = await db('categories')
    .where({ id: product.category_id ?? 0 })
    .first();
  const version = String(product.version);
  return { ...typedProduct(product, category?.category_no ?? ''), version };
}

interface Form {
  typed: Typed;
  pictures: string[];
  fields?: FieldErrors;
  /** What somebody else has saved meanwhile; null unless somebody has. */
  conflicts?: string[];
}

/** The page of a new product (null) or of one that is there, with what is typed in its form. */
async function showForm(res: Response, product: ProductRow | null, form: Form): Promise<void> {
  const categories = await db('categories').orderBy(['position', 'id']);
  const variants = product ? ((await variantsOf(db, [product])).get(product.id) ?? []) : [];
  const { typed, pictures, fields = {}, conflicts = null } = form;
  res.page('catalog/product-form', {
    title: product ? product.name : '新建商品',
    sheets: ['shop'],
    product: product && {
      ...product,
      state: stateShown(product),
      delivery_label: DELIVERY_WORDS[product.delivery].label,
    },
    variants: variants.map((variant) => variantShown(variant, product?.delivery ?? 'imported')),
    ...{ typed, fields, conflicts },
    documents: await picturesShown(pictures),
    most_pictures: MOST_PICTURES,
    preview: descriptionHtml(typed['description_text'] ?? ''),
    categories: categories.map(({ category_no, name }) => ({ value: category_no, label: name })),
    deliveries: DELIVERIES.map((value) => ({ value, ...DELIVERY_WORDS[value] })),
    question_kinds: Object.entries(QUESTION_KINDS).map(([value, label]) => ({ value, label })),
    question_places: places(),
  });
}
