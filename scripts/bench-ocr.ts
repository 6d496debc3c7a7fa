import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openEngine } from '../src/documents/ocr/index.ts';
import { type Shot, summary, type Truth } from './bench-ocr/measure.ts';
import { printed } from './bench-ocr/table.ts';

/**
 * Measures the recogniser over a folder of pictures with a truth.json.
 * npm run bench:ocr -- [--dir DIR] [--engine ppocr|tesseract] [--limit N] [--json] [--errors]
 */
const { values } = parseArgs({
  options: {
    dir: { type: 'string', default: '../shared/ocr/set' },
    engine: { type: 'string', default: 'ppocr' },
    limit: { type: 'string' },
    json: { type: 'boolean', default: false },
    errors: { type: 'boolean', default: false },
  },
});
