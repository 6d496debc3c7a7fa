import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { type FieldErrors, must } from '../../platform/errors.ts';
import { read, readOr } from '../../platform/web.ts';
import { needed, tick } from '../form-fields.ts';
import { addCategory, changeCategory, moveCategory, removeCategory } from './save-category.ts';

/** The groups that products stand in. */
export const categoryRoutes = Router();
const manages = requires('shop.manage');
const place = '/categories/:category_no';

const Name = z.object({ name: needed(60, '请填写分类名称') });
const Change = Name.extend({ is_shown: tick });
const Direction = z.object({ direction: z.enum(['up', 'down'], '请选择方向') });

categoryRoutes.get('/categories', requires('shop.read'), async (req, res) => {
  await show(req, res, {});
});

categoryRoutes.post('/categories', manages, async (req, res) => {
  const form = readOr(Name, req.body);
  if (!form.ok) return show(req, res.status(422), form.fields);
  await addCategory(userOf(req).actor, form.data.name);
  res.flash('success', `分类“${form.data.name}”已添加`);
  res.redirect(303, '/categories');
});

categoryRoutes.post(place, manages, async (req, res) => {
  const category = await categoryFor(req);
  const form = readOr(Change, req.body);
  if (!form.ok) return show(req, res.status(422), { [category.category_no]: '请填写分类名称' });
  await changeCategory(userOf(req).actor, category, form.data);
  res.flash('success', '已保存');
  res.redirect(303, '/categories');
});

categoryRoutes.post(`${place}/moves`, manages, async (req, res) => {
  const category = await categoryFor(req);
  const { direction } = read(Direction, req.body);
  await moveCategory(userOf(req).actor, category, direction);
  res.redirect(303, '/categories');
});

categoryRoutes.post(`${place}/removal`, manages, async (req, res) => {
  const category = await categoryFor(req);
  await removeCategory(userOf(req).actor, category);
  res.flash('success', `分类“${category.name}”已删除`);
  res.redirect(303, '/categories');
});

async function categoryFor(req: Request) {
  const category_no = String(req.params['category_no']);
  return must(await db('categories').where({ category_no }).first(), '分类');
}

/** `fields`: of the new one, or of a category by its number. */
async function show(req: Request, res: Response, fields: FieldErrors): Promise<void> {
  const categories = await db('categories').orderBy(['position', 'id']);
  const counts = await db('products')
    .where({ archived_at: null })
    .groupBy('category_id')
    .select('category_id')
    .count<{ category_id: number | null; products: number }[]>('* as products');
  const productsIn = new Map(counts.map((row) => [row.category_id, Number(row.products)]));
  res.page('catalog/categories', {
    title: '商品分类',
    sheets: ['shop'],
    fields,
    typed_name: typeof req.body?.name === 'string' && fields['name'] ? req.body.name : '',
    may_manage: userOf(req).may('shop.manage'),
    categories: categories.map((category, at) => ({
      ...{ category_no: category.category_no, name: category.name },
      ...{ is_shown: Boolean(category.is_shown), products: productsIn.get(category.id) ?? 0 },
      ...{ is_first: at === 0, is_last: at === categories.length - 1 },
    })),
  });
}
