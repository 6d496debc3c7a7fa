import { Router } from 'express';
import { promisedDays } from '../filings/index.ts';

export const home = Router();

/** Everybody's first page: what one came for, or what this site is. */
home.get('/', async (req, res) => {
  if (!req.user) return res.page('ops/home', { title: '网站备案', promise: await promisedDays() });
  res.redirect(303, req.user.is_operator ? '/console' : '/filings');
});
