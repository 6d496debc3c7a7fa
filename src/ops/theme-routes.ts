import { Router } from 'express';

export const theme = Router();

/** Light, dark or as the system: kept in a cookie, so that the server renders it without a flash. */
theme.post('/theme', (req, res) => {
  const wanted: unknown = req.body?.theme;
  if (wanted === 'light' || wanted === 'dark') {
    res.cookie('theme', wanted, {
      maxAge: 365 * 86_400_000,
      sameSite: 'lax',
      httpOnly: false,
      secure: req.secure,
    });
  } else {
    res.clearCookie('theme');
  }
  res.redirect(303, pathOf(req.get('referer') ?? ''));
});

/** The path of the page one came from, with its query; never another site, whatever the header says. */
function pathOf(referer: string): string {
  if (!URL.canParse(referer)) return '/';
  const { pathname, search } = new URL(referer);
  return pathname.startsWith('/') && !pathname.startsWith('//') ? pathname + search : '/';
}
