import type { PageReader } from '../types.ts';

/** Not there yet. */
export function openTesseract(): Promise<PageReader> {
  return Promise.reject(new Error('tesseract is not built in yet'));
}
