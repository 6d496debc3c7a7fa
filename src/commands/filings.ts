import type { Command } from '../cli.ts';
import { importFiling, showFiling } from '../filings/index.ts';
import { prepareDatabase } from '../prepare.ts';

export const importFile: Command = {
  usage: 'filings:import FILE',
  says: '导入一份备案(JSON,"reviewed": true 时直接过审)',
  run: async ([file = '']) => {
    await prepareDatabase();
    return importFiling(file);
  },
};

export const show: Command = {
  usage: 'filings:show FILING_NO',
  says: '查看一份备案的进度',
  run: async ([filing_no = '']) => {
    await prepareDatabase();
    return showFiling(filing_no);
  },
};
