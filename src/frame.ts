import { parseCookie } from 'cookie';
import type { Request, RequestHandler } from 'express';
import { navigationFor, visitorsNavigation } from './navigation.ts';
import { unreadCount } from './notify/index.ts';
import { siteSetting } from './ops/index.ts';
import { db } from './platform/db.ts';
import { sandboxesInUse } from './platform/sandboxes.ts';
import { readSetting } from './platform/settings.ts';
import { flashIn } from './platform/web.ts';
import { version } from './version.ts';

/** What stands around every page: site name, who is signed in, navigation, theme, a message from the page before. */
export const frame: RequestHandler = async (req, res, next) => {
  const site = await readSetting(siteSetting);
  const cookies = parseCookie(req.headers.cookie ?? '');
  res.locals.frame = {
    site: {
      name: site.name,
      sandboxes: await sandboxesInUse(),
      footer_icp: site.footer_icp || null,
      version,
    },
    me: await meOf(req),
    nav: req.user ? navigationFor(req.user, req.path) : visitorsNavigation(req.path),
    theme: cookies['theme'] === 'dark' ? 'dark' : cookies['theme'] === 'light' ? 'light' : 'auto',
    flash: flashIn(cookies['flash']),
  };
  next();
};

async function meOf(req: Request) {
  if (!req.user) return null;
  const { name, role_label, is_operator, id, via } = req.user;
  // A program sees no page: its requests need not count anybody's messages.
  const unread = via === 'client' ? 0 : await unreadCount(db, id);
  return { name, role_label, is_operator, unread };
}
