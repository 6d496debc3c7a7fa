import { z } from 'zod';
import { defineSetting, readSetting } from '../platform/settings.ts';
import { type Engine, openEngine } from './ocr/index.ts';

export const ocrSetting = defineSetting({
  key: 'documents.ocr_engine',
  title: '证件识别引擎',
  secret: false,
  schema: z.enum(['ppocr', 'tesseract']).default('ppocr'),
});

let opened: { name: 'ppocr' | 'tesseract'; engine: Engine } | undefined;

/** The engine the settings name; opened at the first picture, changed when the setting changes. */
export async function engine(): Promise<Engine> {
  const name = await readSetting(ocrSetting);
  if (opened?.name === name) return opened.engine;
  await closeEngine();
  opened = { name, engine: openEngine(name) };
  return opened.engine;
}

export async function closeEngine(): Promise<void> {
  const closing = opened;
  opened = undefined;
  await closing?.engine.close();
}
