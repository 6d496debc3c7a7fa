import { Router } from 'express';
import type { SignedIn } from '../accounts/index.ts';
import { promisedDays } from '../filings/index.ts';

export const home = Router();

/** Everybody's first page: what one came for, or what this site is. */
home.get('/', async (req, res) => {
  if (!req.user) return res.page('ops/home', { title: '网站备案', promise: await promisedDays() });
  res.redirect(303, homeOf(req.user));
});

function homeOf(user: SignedIn): string {
  if (user.may('ops.read')) return '/console';
  return user.may('filing.agent') ? '/agent-filings' : '/filings';
}
