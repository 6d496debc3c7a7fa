import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import { newToken, publicNo } from '../../platform/ids.ts';
import { catalogChanged } from '../changed.ts';
import type { Delivery, ProductRow } from '../tables.ts';
import { keepOrder } from './pictures.ts';
import { addVariant } from './save-variant.ts';
import type { VariantTyped } from './variant-form.ts';

interface Wish {
  columns: Partial<ProductRow>;
  /** Numbers of its pictures, in order. */
  pictures: readonly string[];
}

/** A new product, off until somebody switches it on, with its first variant. Gives its number. */
export async function addProduct(
  actor: Actor,
  { columns, pictures, delivery, first }: Wish & { delivery: Delivery; first: VariantTyped },
): Promise<string> {
  const product_no = publicNo('SP');
  await inTransaction(async (trx) => {
    const picture_no = pictures[0] ?? null;
    const row = { description_html: '', ...columns, product_no, delivery, picture_no };
    const [id = 0] = await trx('products').insert({ ...row, created_at: now() });
    await keepOrder(trx, id, pictures);
    await record(trx, actor, 'product.added', `product:${product_no}`, { delivery });
    await addVariant(trx, actor, { id, product_no, delivery }, first);
  });
  catalogChanged();
  return product_no;
}

/** Changes a product that is still as it was when the form was opened (`version`); else a UserError conflict. */
export async function changeProduct(
  actor: Actor,
  { id, product_no }: ProductRow,
  version: number,
  { columns, pictures }: Wish,
): Promise<void> {
  await inTransaction(async (trx) => {
    const picture_no = pictures[0] ?? null;
    const changed = await trx('products')
      .where({ id, version })
      .update({ ...columns, picture_no, version: version + 1 });
    if (changed !== 1) throw new UserError('conflict', '这个商品刚被别人改过');
    await keepOrder(trx, id, pictures);
    await record(trx, actor, 'product.changed', `product:${product_no}`, { version: version + 1 });
  });
  catalogChanged();
}

/** On sale or not, within its period; nothing of what is archived is switched on. */
export async function switchProduct(actor: Actor, product: ProductRow, is_on: boolean) {
  await inTransaction(async (trx) => {
    const { id, product_no } = product;
    const changed = await trx('products').where({ id, archived_at: null }).update({ is_on });
    if (changed !== 1) throw new UserError('conflict', '商品已归档，请先恢复');
    await record(trx, actor, 'product.switched', `product:${product_no}`, { is_on });
  });
  catalogChanged();
}

/** Out of every list and off sale, or back into them (and still off). Orders keep what they name. */
export async function archiveProduct(actor: Actor, product: ProductRow, isArchived: boolean) {
  await inTransaction(async (trx) => {
    const { id, product_no } = product;
    const archived_at = isArchived ? now() : null;
    await trx('products').where({ id }).update({ archived_at, is_on: false });
    const action = isArchived ? 'product.archived' : 'product.restored';
    await record(trx, actor, action, `product:${product_no}`);
  });
  catalogChanged();
}

/** A new link that alone leads to the product, or none: then it stands in the shop like any other. */
export async function changeHiddenLink(actor: Actor, product: ProductRow, isHidden: boolean) {
  await inTransaction(async (trx) => {
    const { id, product_no } = product;
    const hidden_token = isHidden ? newToken().slice(0, 32) : null;
    await trx('products').where({ id }).update({ hidden_token });
    const action = isHidden ? 'product.link_made' : 'product.link_removed';
    await record(trx, actor, action, `product:${product_no}`);
  });
  catalogChanged();
}

/** The same product again with its variants and without their stock, off; gives its number. */
export async function copyProduct(actor: Actor, product: ProductRow): Promise<string> {
  const product_no = publicNo('SP');
  await inTransaction(async (trx) => {
    const { id, ...columns } = product;
    const fresh = { is_on: false, hidden_token: null, archived_at: null, version: 1 };
    const name = `${Array.from(product.name).slice(0, 115).join('')}（副本）`;
    const row = { ...columns, ...fresh, product_no, name, created_at: now() };
    const [product_id = 0] = await trx('products').insert(row);
    await copyVariants(trx, id, product_id);
    const pictures = await trx('product_pictures').where({ product_id: id });
    if (pictures.length > 0)
      await trx('product_pictures').insert(pictures.map((each) => ({ ...each, product_id })));
    const details = { from: product.product_no };
    await record(trx, actor, 'product.copied', `product:${product_no}`, details);
  });
  catalogChanged();
  return product_no;
}

async function copyVariants(trx: Db, from: number, product_id: number): Promise<void> {
  const variants = await trx('variants').where({ product_id: from });
  if (variants.length === 0) return;
  const counts = { stock: 0, allotted: 0, version: 1, restocked_at: null, warned_at: null };
  await trx('variants').insert(
    variants.map(({ id: _, ...columns }) => ({
      ...{ ...columns, ...counts, product_id },
      variant_no: publicNo('GG'),
    })),
  );
}
