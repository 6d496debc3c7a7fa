import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { productFor } from './product-routes.ts';
import { archiveProduct, changeHiddenLink, copyProduct, switchProduct } from './save-product.ts';

/** What one does with a whole product at the press of a button. */
export const productDeeds = Router();
const manages = requires('shop.manage');
const place = '/products/:product_no';

productDeeds.post(`${place}/switch`, manages, async (req, res) => {
  const product = await productFor(req);
  const is_on = req.body?.is_on === 'yes';
  await switchProduct(userOf(req).actor, product, is_on);
  res.flash('success', is_on ? `“${product.name}”已上架` : `“${product.name}”已下架`);
  res.redirect(303, req.body?.from === 'list' ? '/products' : `/products/${product.product_no}`);
});

productDeeds.post(`${place}/copies`, manages, async (req, res) => {
  const copy_no = await copyProduct(userOf(req).actor, await productFor(req));
  res.flash('success', '已复制。这是副本，库存为零，还没有上架');
  res.redirect(303, `/products/${copy_no}`);
});

productDeeds.post(`${place}/archive`, manages, async (req, res) => {
  const product = await productFor(req);
  await archiveProduct(userOf(req).actor, product, true);
  res.flash('success', `“${product.name}”已归档，可以在“已归档”里恢复`);
  res.redirect(303, '/products');
});

productDeeds.post(`${place}/archive/removal`, manages, async (req, res) => {
  const product = await productFor(req);
  await archiveProduct(userOf(req).actor, product, false);
  res.flash('success', '已恢复，还没有上架');
  res.redirect(303, `/products/${product.product_no}`);
});

productDeeds.post(`${place}/hidden-link`, manages, async (req, res) => {
  const product = await productFor(req);
  await changeHiddenLink(userOf(req).actor, product, true);
  const renewed = product.hidden_token
    ? '链接已更换，旧链接不能再打开'
    : '商品已隐藏，只有凭链接能看到';
  res.flash('success', renewed);
  res.redirect(303, `/products/${product.product_no}#hidden`);
});

productDeeds.post(`${place}/hidden-link/removal`, manages, async (req, res) => {
  const product = await productFor(req);
  await changeHiddenLink(userOf(req).actor, product, false);
  res.flash('success', '已取消隐藏，商品会出现在商店里');
  res.redirect(303, `/products/${product.product_no}`);
});
