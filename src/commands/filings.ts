import type { Command } from '../cli.ts';
import { importFiling, showFiling } from '../filings/index.ts';
import { prepareDatabase } from '../prepare.ts';

export const importFile: Command = {
  run: async ([file = '']) => {
    await prepareDatabase();
    return importFiling(file);
  },
};

export const show: Command = {
  run: async ([filing_no = '']) => {
    await prepareDatabase();
    return showFiling(filing_no);
  },
};
