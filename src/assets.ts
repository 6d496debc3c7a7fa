import express, { Router } from 'express';
import { version } from './version.ts';

/** public/ under /assets/VERSION/, so that a browser may keep it for a year. */
export const serveAssets = Router();
const folder = new URL('../public', import.meta.url).pathname;

/** Files and nothing else: no folder, no way on to the pages. */
const files = { fallthrough: false, redirect: false, index: false } as const;

/** What a browser is to work out before it buys what runs short: the part of a package that it runs. */
const proof = new URL('../node_modules/altcha/dist/workers', import.meta.url).pathname;

serveAssets.use(
  `/assets/${version}/proof`,
  express.static(proof, { ...files, immutable: true, maxAge: '365d' }),
);
/** Charts, as their package ships them. */
const uplot = new URL('../node_modules/uplot/dist', import.meta.url).pathname;
serveAssets.use(
  `/assets/${version}/uplot`,
  express.static(uplot, { ...files, immutable: true, maxAge: '365d' }),
);
serveAssets.use(
  `/assets/${version}`,
  express.static(folder, { ...files, immutable: true, maxAge: '365d' }),
);
serveAssets.use('/assets', express.static(folder, { ...files, maxAge: '10m' }));
