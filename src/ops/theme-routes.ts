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
  const back = req.get('referer');
  const path = back && URL.canParse(back) ? new URL(back).pathname : '/';
  res.redirect(303, path.startsWith('//') ? '/' : path);
});
