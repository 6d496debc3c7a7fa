import { Router } from 'express';
import { z } from 'zod';
import { now } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { readOr } from '../../platform/web.ts';
import { typedIn } from '../form-fields.ts';
import { isSoldOut } from '../stock-words.ts';
import { wishForStock } from './restock-wishes.ts';
import { soldByNo } from './shop-products.ts';
import { showProduct } from './shop-routes.ts';

/** 到货通知: who finds a variant sold out leaves a mail address. */
export const restockRoutes = Router();
const wishes = limited({ name: 'restock', limit: 20, windowMs: 600_000, failOpen: true });

const Form = z.object({
  variant: z.string().max(40).default(''),
  email: z.email('请填写正确的邮箱').max(200, '邮箱太长了'),
});

restockRoutes.post('/shop/:product_no/restock-wishes', wishes, async (req, res) => {
  const sold = must(await soldByNo(String(req.params['product_no']), now()), '商品');
  const form = readOr(Form, req.body);
  const typed = typedIn(req.body);
  const refuse = (error: string) =>
    showProduct(req, res.status(422), sold, { email: typed['email'] ?? '', error });
  if (!form.ok) return refuse(form.fields['email'] ?? '请填写正确的邮箱');
  const variant = sold.variants.find(({ variant_no }) => variant_no === form.data.variant);
  if (!variant) return refuse('请选择要等候的规格');
  if (isSoldOut(variant)) {
    try {
      await wishForStock(db, variant.id, form.data.email);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      return refuse(error.message);
    }
    res.flash('success', '到货后会给您发一封邮件');
  } else res.flash('info', '这个规格现在有货，可以直接购买');
  const { hidden_token, product_no } = sold.product;
  res.redirect(303, hidden_token ? `/shop/hidden/${hidden_token}` : `/shop/${product_no}`);
});
