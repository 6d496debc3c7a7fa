import { Router } from 'express';
import { requires } from '../accounts/index.ts';
import { must } from '../platform/errors.ts';

const PAGES = ['index', 'console', 'flow', 'forms', 'list', 'review', 'sign-in', 'step', 'words'];

export const styleguide = Router();

/** Every part of every page in all its states, for whoever makes pages. */
styleguide.get('/styleguide{/:page}', requires('settings.manage'), (req, res) => {
  const page = must(
    PAGES.find((name) => name === (req.params['page'] ?? 'index')),
    '页面',
  );
  res.page(`styleguide/${page}`, { title: '样式' });
});
