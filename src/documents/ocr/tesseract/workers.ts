import { createRequire } from 'node:module';
import path from 'node:path';
import { createWorker, OEM, PSM, type Worker } from 'tesseract.js';

/** One worker reads Chinese text wherever it stands, one reads nothing but numbers. */
export interface Workers {
  text: Worker;
  digits: Worker;
}

/** Starts both from the language data in our packages; nothing is fetched. */
export async function startWorkers(): Promise<Workers> {
  const [text, digits] = await Promise.all([workerFor('chi_sim'), workerFor('eng')]);
  await text.setParameters({
    tessedit_pageseg_mode: PSM.SPARSE_TEXT,
    ...QUIET,
  });
  await digits.setParameters({
    tessedit_pageseg_mode: PSM.SINGLE_LINE,
    tessedit_char_whitelist: '0123456789X',
    ...QUIET,
  });
  return { text, digits };
}

/** Without a resolution it guesses one, and says so on standard error. */
const QUIET = { user_defined_dpi: '300', debug_file: '/dev/null' };

async function workerFor(code: 'chi_sim' | 'eng'): Promise<Worker> {
  const home = createRequire(import.meta.url).resolve(`@tesseract.js-data/${code}/package.json`);
  // One language a worker, so that each finds its data in its own package.
  const langPath = path.join(path.dirname(home), '4.0.0');
  return await createWorker(code, OEM.LSTM_ONLY, { langPath, gzip: true, cacheMethod: 'none' });
}
