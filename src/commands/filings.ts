import { importFiling, showFiling } from '../filings/index.ts';
import { prepareDatabase } from '../prepare.ts';
import type { Command } from './command.ts';

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
