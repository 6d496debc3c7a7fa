import { generateCards, importCards } from '../cards/index.ts';
import { prepareDatabase } from '../prepare.ts';
import type { Command } from './command.ts';

export const importFile: Command = {
  run: async ([product = '', file = '']) => {
    await prepareDatabase();
    return importCards(product, file);
  },
};

export const generate: Command = {
  run: async ([product = '', count = '']) => {
    await prepareDatabase();
    return generateCards(product, Number(count));
  },
};
