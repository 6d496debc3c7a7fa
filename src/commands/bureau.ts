import { readFile } from 'node:fs/promises';
import { SYSTEM } from '../audit/index.ts';
import { checkBureau, exchange as exchangeNow, importBureau } from '../bureau/index.ts';
import { db } from '../platform/db.ts';
import { UserError } from '../platform/errors.ts';
import { prepareDatabase } from '../prepare.ts';
import type { Command } from './command.ts';

export const importFile: Command = {
  run: async ([file = '']) => {
    await prepareDatabase();
    return importBureau(db, await jsonOf(file), SYSTEM);
  },
};

export const check: Command = {
  run: async ([name = '']) => {
    await prepareDatabase();
    const checked = await checkBureau(name);
    if (!checked.ok) process.exitCode = 1;
    return checked;
  },
};

export const exchange: Command = {
  run: async ([name = '']) => {
    await prepareDatabase();
    const { settleOwed } = await import('../filings/index.ts');
    await settleOwed();
    const report = await exchangeNow(name);
    await settleOwed();
    if (report.error) process.exitCode = 1;
    return report;
  },
};

async function jsonOf(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new UserError(
      'invalid',
      `读不了 ${file}：${error instanceof Error ? error.message : ''}`,
    );
  }
}
