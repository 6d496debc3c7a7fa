import { type Request, Router } from 'express';
import { toDataURL } from 'qrcode';
import { requires, userOf } from '../../accounts/index.ts';
import { onePicture, uploadedPicture } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { env } from '../../platform/env.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited, noStore } from '../../platform/guards.ts';
import { codeTables, rulesOfProvince } from '../checks.ts';
import { openForm } from '../drafts/draft.ts';
import { addPicture } from '../drafts/pictures.ts';
import { filingFor } from '../queries.ts';
import { makePhoneLink, phoneLink } from './phone-links.ts';
import { pictureSections } from './picture-fields.ts';
import { stepsOf } from './steps.ts';

/** Photographs taken with the phone, while the form is open on a computer. */
export const phoneRoutes = Router();
export const phonePublicRoutes = Router();
const limit = limited({ name: 'phone', limit: 100, windowMs: 10 * 60_000, failOpen: false });

phoneRoutes.post('/filings/:filing_no/phone-links', requires('filing.file'), async (req, res) => {
  const row = must(await filingFor(db, userOf(req).id, String(req.params['filing_no'])), '备案');
  const step = req.body?.step === 'materials' ? 'materials' : 'pictures';
  const token = await makePhoneLink(userOf(req), row.filing_no, step);
  const url = `${env.BASE_URL ?? `${req.protocol}://${req.get('host')}`}/u/${token}`;
  const qr = await toDataURL(url, { margin: 1, width: 240 });
  res.page('filings/phone-link', { title: '手机拍照', filing_no: row.filing_no, step, url, qr });
});

phonePublicRoutes.get('/u/:token', limit, noStore, async (req, res) => {
  const { row, places } = await placesOf(req);
  res.page('filings/phone', {
    title: '手机拍照',
    filing_no: row.filing_no,
    token: String(req.params['token']),
    places,
  });
});

phonePublicRoutes.post('/u/:token', limit, noStore, onePicture, async (req, res) => {
  const { link, places } = await placesOf(req);
  const slot = String(req.body?.purpose ?? '');
  if (!places.some((place) => place.slot === slot))
    throw new UserError('invalid', '没有这一项材料，请刷新页面');
  const customer = {
    id: link.customer_id,
    actor: { kind: 'user', id: link.customer_id, name: '手机上传' } as const,
  };
  const { document } = await addPicture(customer, link.filing_no, slot, uploadedPicture(req));
  if (req.accepts(['html', 'json']) === 'json')
    return void res.status(201).json({ no: document.no, quality: document.quality });
  res.flash('success', '已上传，电脑上几秒后就能看到');
  res.redirect(303, `/u/${String(req.params['token'])}`);
});

/** A wrong, old or replaced link looks like a page that does not exist. */
async function placesOf(req: Request) {
  const link = await phoneLink(String(req.params['token']));
  if (!link) throw new UserError('not_found', '这个链接已过期，请在电脑上重新生成二维码');
  const row = must(await filingFor(db, link.customer_id, link.filing_no), '备案');
  const form = openForm(row);
  const step = must(
    stepsOf(form).find(({ key }) => key === link.step),
    '页面',
  );
  const province = await rulesOfProvince(form.entity.province_code);
  const codes = await codeTables(db);
  const sections = await pictureSections({ filing_no: row.filing_no, form, codes, province, step });
  const controls = sections.flatMap((section) => section.controls);
  const places = controls.map(({ arg }) => ({
    slot: arg.name.replace(/^materials\./, ''),
    label: arg.label,
    hint: String(arg['hint'] ?? ''),
    camera: arg['capture'] === 'user' ? 'user' : 'environment',
    done: Array.isArray(arg['documents']) && arg['documents'].length > 0,
  }));
  return { link, row, places };
}
