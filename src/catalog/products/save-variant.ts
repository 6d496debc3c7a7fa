import { type Actor, record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { type Db, inTransaction } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { publicNo } from '../../platform/ids.ts';
import { catalogChanged } from '../changed.ts';
import { isByCard, type ProductRow, type VariantRow } from '../tables.ts';
import { type VariantTyped, variantColumns } from './variant-form.ts';

/** A new variant of a product; gives its number. What is counted may be sold from now on. */
export async function addVariant(
  trx: Db,
  actor: Actor,
  product: Pick<ProductRow, 'id' | 'product_no' | 'delivery'>,
  form: VariantTyped,
): Promise<string> {
  const variant_no = publicNo('GG');
  const allotted = isByCard(product.delivery) ? 0 : form.allotted;
  await trx('variants').insert({
    ...{ variant_no, product_id: product.id, allotted, stock: allotted },
    ...variantColumns(form, product.delivery),
  });
  const { price: price_cents } = form;
  await record(trx, actor, 'variant.added', `product:${product.product_no}`, {
    ...{ variant_no, price_cents },
  });
  return variant_no;
}

/**
 * Changes a variant that is still as it was when the form was opened; else a UserError conflict. What is only counted
 * gains or loses as many pieces as `allotted` does, whatever was sold meanwhile.
 */
export async function changeVariant(
  actor: Actor,
  product: Pick<ProductRow, 'product_no' | 'delivery'>,
  before: VariantRow,
  { version, form }: { version: number; form: VariantTyped },
): Promise<void> {
  await inTransaction(async (trx) => {
    const counted = isByCard(product.delivery) ? {} : moved(trx, before, form);
    const columns = { ...variantColumns(form, product.delivery), ...counted };
    const changed = await trx('variants')
      .where({ id: before.id, version, allotted: before.allotted })
      .modify((query) => {
        // No more can be taken away than is left.
        if (!isByCard(product.delivery) && form.allotted < before.allotted)
          query.where('stock', '>=', before.allotted - form.allotted);
      })
      .update({ ...columns, version: version + 1 });
    if (changed !== 1) throw await refusal(trx, before, version);
    const { variant_no, price_cents } = before;
    const prices = { before_cents: price_cents, after_cents: form.price };
    await record(trx, actor, 'variant.changed', `product:${product.product_no}`, {
      ...{ variant_no, ...prices },
    });
  });
  catalogChanged();
}

function moved(trx: Db, before: VariantRow, form: VariantTyped) {
  const more = form.allotted - before.allotted;
  const mayBeBought = form.is_endless || before.stock + more > 0;
  const wasSoldOut = !before.is_endless && before.stock <= 0;
  return {
    allotted: form.allotted,
    stock: trx.raw('stock + ?', [more]),
    ...(wasSoldOut && mayBeBought ? { restocked_at: now() } : {}),
  };
}

async function refusal(trx: Db, before: VariantRow, version: number): Promise<UserError> {
  const current = must(await trx('variants').where({ id: before.id }).first(), '规格');
  if (current.version !== version || current.allotted !== before.allotted)
    return new UserError('conflict', '这个规格刚被别人改过');
  const sold = current.allotted - current.stock;
  const message = `已经卖出或被订单占用 ${sold} 件，总数不能少于它`;
  return new UserError('unprocessable', message, { allotted: message });
}
