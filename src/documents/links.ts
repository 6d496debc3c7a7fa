import { createHmac, timingSafeEqual } from 'node:crypto';
import { type RequestHandler, Router } from 'express';
import { z } from 'zod';
import { MINUTE, now } from '../platform/clock.ts';
import { UserError } from '../platform/errors.ts';
import { derive, secrets } from '../platform/secrets.ts';
import { defineSetting, readSetting } from '../platform/settings.ts';
import { originalOf, thumbOf } from './queries.ts';
import { sendPicture } from './send-picture.ts';

export const linksSetting = defineSetting({
  key: 'documents.links',
  title: '图片链接',
  secret: false,
  schema: z
    .object({
      /** Pictures come from this host, by signed links; empty: from this site, by the session. */
      cdn_host: z.union([z.literal(''), z.url({ protocol: /^https?$/ })]).default(''),
      minutes: z.coerce.number().int().min(1).max(60).default(10),
    })
    .default({ cdn_host: '', minutes: 10 }),
});

type Variant = 'view' | 'thumb';
const GLANCE_MINUTES = 2;
const key = derive(secrets.signing_key, 'beika picture links');

function signature(no: string, variant: Variant, expires: number): string {
  return createHmac('sha256', key).update(`${no}\n${variant}\n${expires}`).digest('base64url');
}

/** Addresses of a document's pictures for a page: guarded by the session, or signed and short-lived on the CDN host. */
export async function pictureLinks(no: string): Promise<{ view_url: string; thumb_url: string }> {
  const { cdn_host, minutes } = await readSetting(linksSetting);
  if (!cdn_host) return { view_url: `/documents/${no}/view`, thumb_url: `/documents/${no}/thumb` };
  const origin = new URL(cdn_host).origin;
  const address = (variant: Variant) => `${origin}${signedPath(no, variant, minutes)}`;
  return { view_url: address('view'), thumb_url: address('thumb') };
}

/** An address that shows a picture for two minutes to whoever has it: for one look, which the caller has recorded. */
export async function glanceLink(no: string): Promise<string> {
  const { cdn_host } = await readSetting(linksSetting);
  return `${cdn_host && new URL(cdn_host).origin}${signedPath(no, 'view', GLANCE_MINUTES)}`;
}

function signedPath(no: string, variant: Variant, minutes: number): string {
  const expires = Math.floor((now().getTime() + minutes * MINUTE) / 1000);
  return `/files/${no}/${variant}?expires=${expires}&signature=${signature(no, variant, expires)}`;
}

/** Serves pictures by signed link, to a CDN that has no session. A wrong or old signature looks like no picture. */
export const signedPictures = Router();

signedPictures.get('/files/:no/:variant', async (req, res) => {
  const { no, variant } = req.params;
  const expires = Number(req.query['expires']);
  const wanted = variant === 'view' || variant === 'thumb' ? variant : undefined;
  if (!wanted || !isSigned(no, wanted, expires, String(req.query['signature'] ?? ''))) {
    throw new UserError('not_found', '图片链接无效或已过期，请刷新页面');
  }
  const seconds = Math.max(0, expires - Math.floor(now().getTime() / 1000));
  res.set('Cache-Control', `private, max-age=${seconds}`);
  // Shown on pages of this site, which is another origin than the CDN's.
  res.set('Cross-Origin-Resource-Policy', 'cross-origin');
  if (wanted === 'view') sendPicture(res, 'image/jpeg', await originalOf(no));
  else sendPicture(res, 'image/webp', await thumbOf(no));
});

function isSigned(no: string, variant: Variant, expires: number, given: string): boolean {
  if (!Number.isSafeInteger(expires) || expires * 1000 < now().getTime()) return false;
  const wanted = Buffer.from(signature(no, variant, expires));
  const sent = Buffer.from(given);
  return wanted.length === sent.length && timingSafeEqual(wanted, sent);
}

/** Lets pages show pictures of the CDN host, when there is one: the only way the policy ever widens. */
export const allowPictureHost: RequestHandler = async (_req, res, next) => {
  const { cdn_host } = await readSetting(linksSetting);
  const policy = res.getHeader('Content-Security-Policy');
  if (cdn_host && typeof policy === 'string') {
    res.set(
      'Content-Security-Policy',
      policy.replace(' blob:', ` blob: ${new URL(cdn_host).origin}`),
    );
  }
  next();
};
