import {
  type ErrorRequestHandler,
  type NextFunction,
  type Request,
  type Response,
  Router,
} from 'express';
import { toDataURL } from 'qrcode';
import { requires, userOf } from '../../accounts/index.ts';
import { onePicture, thumbOf, uploadedPicture } from '../../documents/index.ts';
import { shownTime } from '../../platform/clock.ts';
import { db } from '../../platform/db.ts';
import { env } from '../../platform/env.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited, noStore } from '../../platform/guards.ts';
import { wantsJson } from '../../platform/web.ts';
import { takeReadings } from '../drafts/readings.ts';
import { isSlot } from '../forms.ts';
import { filingFor } from '../queries.ts';
import { addPaper } from './add-paper.ts';
import { isClosed, showClosed } from './closed.ts';
import { refusalOf } from './handed-in.ts';
import { makePhoneLink, phoneLink } from './phone-links.ts';
import { phonePlaces } from './phone-places.ts';
import { noOf, ownFiling } from './posted.ts';

/** Photographs taken with the phone, while the form is open on a computer. */
export const phoneRoutes = Router();
export const phonePublicRoutes = Router();
const files = requires('filing.file');
const limit = limited({ name: 'phone', limit: 300, windowMs: 10 * 60_000, failOpen: false });

phoneRoutes.post('/filings/:filing_no/phone-links', files, async (req, res) => {
  const row = await ownFiling(req);
  if (isClosed(row)) return showClosed(req, res);
  const step = req.body?.step === 'materials' ? 'materials' : 'pictures';
  const token = await makePhoneLink(userOf(req), row.filing_no, step);
  const url = `${env.BASE_URL ?? `${req.protocol}://${req.get('host')}`}/u/${token}`;
  const qr = await toDataURL(url, { margin: 1, width: 240 });
  const places = await phonePlaces(row, step);
  const page = { title: '手机拍照', filing_no: row.filing_no, step, url, qr, places };
  res.page('filings/phone-link', page);
});

/** What has arrived from the phone, for the page that shows the code. */
phoneRoutes.get('/filings/:filing_no/phone-links/arrivals', files, async (req, res) => {
  const step = req.query['step'] === 'materials' ? 'materials' : 'pictures';
  const places = await phonePlaces(await ownFiling(req), step);
  res.render('filings/arrivals', { filing_no: noOf(req), step, places, ...res.locals.frame });
});

phonePublicRoutes.get('/u/:token', limit, noStore, async (req, res) => {
  await showPlaces(req, res);
});

phonePublicRoutes.post('/u/:token', limit, noStore, known, onePicture, async (req, res) => {
  const { link, row } = await linkOf(req);
  const slot = String(req.body?.purpose ?? '');
  const places = await phonePlaces(row, link.step);
  if (!places.some((place) => place.slot === slot))
    throw new UserError('invalid', '没有这一项材料，请刷新页面');
  const actor = { kind: 'user', id: link.customer_id, name: '手机上传' } as const;
  const customer = { id: link.customer_id, actor };
  try {
    const { document } = await addPaper(customer, link.filing_no, slot, uploadedPicture(req));
    if (wantsJson(req))
      return void res.status(201).json({ no: document.no, quality: document.quality });
  } catch (error) {
    if (!(error instanceof UserError) || wantsJson(req)) throw error;
    return showPlaces(req, res.status(error.status), { slot, message: error.message });
  }
  res.redirect(303, `/u/${tokenOf(req)}?done=${slot}#next`);
});

/** Before the picture is read: whoever has no link must not be able to fill the room that pictures are read in. */
async function known(req: Request, _res: Response, next: NextFunction): Promise<void> {
  await linkOf(req);
  next();
}

/** A picture that is too large by its first byte leads back to the page as well. */
const showRefusal: ErrorRequestHandler = async (error: unknown, req, res, next) => {
  const refusal = wantsJson(req) || req.method !== 'POST' ? undefined : refusalOf(error);
  const slot: unknown = req.body?.purpose;
  if (!refusal || typeof slot !== 'string' || !isSlot(slot)) return next(error);
  await showPlaces(req, res.status(refusal.status), { slot, message: refusal.message });
};
phonePublicRoutes.use('/u/:token', showRefusal);

/** The pictures of this page, small, for who holds the link; no others. */
phonePublicRoutes.get('/u/:token/pictures/:no', limit, noStore, async (req, res) => {
  const { link, row } = await linkOf(req);
  const held = (await phonePlaces(row, link.step)).flatMap(({ documents }) => documents);
  const no = must(
    held.find((document) => document === req.params['no']),
    '图片',
  );
  res.type('image/webp').send(await thumbOf(no));
});

async function showPlaces(
  req: Request,
  res: Response,
  refused: { slot: string; message: string } | null = null,
): Promise<void> {
  const { link, row } = await linkOf(req);
  await takeReadings(row.id);
  const places = await phonePlaces(row, link.step);
  const next = places.find(({ required, documents }) => required && documents.length === 0);
  res.page('filings/phone', {
    title: '手机拍照',
    token: tokenOf(req),
    places,
    refused,
    next: refused?.slot ?? next?.slot ?? null,
    missing: places.filter(({ required, documents }) => required && documents.length === 0).length,
    done: String(req.query['done'] ?? ''),
    until: link.expires_at.toISOString(),
    until_text: `${shownTime(link.expires_at).slice(11, 16)} 前`,
  });
}

/** A wrong, old or replaced link looks like a page that does not exist; so does one of a filing that was sent off. */
async function linkOf(req: Request) {
  const link = await phoneLink(tokenOf(req));
  if (!link) throw new UserError('not_found', '这个链接已过期，请在电脑上重新生成二维码');
  const row = must(await filingFor(db, link.customer_id, link.filing_no), '备案');
  if (row.status === 'withdrawn')
    throw new UserError('not_found', '这份备案已撤回，不用再上传图片');
  if (isClosed(row)) throw new UserError('not_found', '这份备案已提交，不用再上传图片');
  return { link, row };
}

function tokenOf(req: Request): string {
  return String(req.params['token']);
}
