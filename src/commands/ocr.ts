import { readFile } from 'node:fs/promises';
import { openEngine, type ReadField } from '../documents/ocr/index.ts';
import { UserError } from '../platform/errors.ts';
import type { Command } from './command.ts';

export const command: Command = {
  run: async (files, { values }) => {
    if (files.length === 0) throw new UserError('invalid', '请给出至少一张图片');
    const engine = openEngine(values['engine'] === 'tesseract' ? 'tesseract' : 'ppocr');
    try {
      const read: unknown[] = [];
      for (const file of files) {
        const { kind, fields } = await engine.readPicture(await bytesOf(file));
        read.push({ file, kind, fields: valuesOf(fields) });
      }
      return read;
    } finally {
      await engine.close();
    }
  },
};

async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readFile(file);
  } catch {
    throw new UserError('not_found', `读不到文件 ${file}`);
  }
}

function valuesOf(fields: Record<string, ReadField>) {
  return Object.fromEntries(
    Object.entries(fields).map(([name, { value, confidence }]) => [
      name,
      { value, confidence: Number(confidence.toFixed(3)) },
    ]),
  );
}
