import { z } from 'zod';
import { UserError } from '../platform/errors.ts';
import { defineSetting, readSetting } from '../platform/settings.ts';
import { type Engine, type EngineName, openEngine } from './ocr/index.ts';

export const ocrSetting = defineSetting({
  key: 'documents.ocr_engine',
  title: '证件识别引擎',
  secret: false,
  schema: z.enum(['ppocr', 'tesseract']).default('ppocr'),
});

const READER = new URL('./patient-reader.ts', import.meta.url);
let opened: { name: EngineName; engine: Engine } | undefined;
let isClosed = false;

/** The engine the settings name; opened at the first picture, changed when the setting changes. */
export async function engine(): Promise<Engine> {
  const name = await readSetting(ocrSetting);
  if (isClosed) throw new UserError('unavailable', '程序正在停止，稍后会继续识别');
  if (opened?.name === name) return opened.engine;
  const former = opened;
  opened = { name, engine: openEngine(name, { program: READER }) };
  await former?.engine.close();
  return opened.engine;
}

/** For good: what is being read is cut short, and read again by the next process. */
export async function closeEngine(): Promise<void> {
  isClosed = true;
  await opened?.engine.close();
  opened = undefined;
}

/** Was a reading cut short because this process stops? That is no failure of the picture. */
export function isEngineClosed(): boolean {
  return isClosed;
}
