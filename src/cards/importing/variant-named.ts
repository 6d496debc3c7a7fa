import { DELIVERIES, type Delivery, isByCard } from '../../catalog/index.ts';
import { UserError } from '../../platform/errors.ts';
import { type NamedVariant, variantsNumbered, variantWords } from '../pages/find.ts';

/** The variant that a command names: by its own number, or by that of a product with one variant. */
export async function variantNamed(
  no: string,
  deliveries: readonly Delivery[] = DELIVERIES.filter(isByCard),
): Promise<NamedVariant> {
  const all = await variantsNumbered(no);
  const found = all.filter(({ delivery }) => deliveries.includes(delivery));
  const [one, other] = found;
  if (!one) throw new UserError('not_found', `没有编号为 ${no} 的商品或规格，或它不是这样发卡的`);
  if (!other) return one;
  const names = found.map((each) => `${each.variant_no}（${variantWords(each)}）`).join('、');
  throw new UserError('unprocessable', `这个商品有多个规格，请写规格编号：${names}`);
}
