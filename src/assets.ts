import express, { Router } from 'express';
import { version } from './version.ts';

/** public/ under /assets/VERSION/, so that a browser may keep it for a year. */
export const serveAssets = Router();
const folder = new URL('../public', import.meta.url).pathname;

/** Files and nothing else: no folder, no way on to the pages. */
const files = { fallthrough: false, redirect: false, index: false } as const;

serveAssets.use(
  `/assets/${version}`,
  express.static(folder, { ...files, immutable: true, maxAge: '365d' }),
);
serveAssets.use('/assets', express.static(folder, { ...files, maxAge: '10m' }));
