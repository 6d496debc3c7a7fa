import express, { Router } from 'express';
import { version } from './version.ts';

/** public/ under /assets/VERSION/, so that a browser may keep it for a year. */
export const serveAssets = Router();
const folder = new URL('../public', import.meta.url).pathname;

serveAssets.use(
  `/assets/${version}`,
  express.static(folder, { immutable: true, maxAge: '365d', fallthrough: false }),
);
serveAssets.use('/assets', express.static(folder, { maxAge: '10m', fallthrough: false }));
