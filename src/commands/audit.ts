import { verifyChain } from '../audit/index.ts';
import { db } from '../platform/db.ts';
import { UserError } from '../platform/errors.ts';
import { prepareDatabase } from '../prepare.ts';
import type { Command } from './command.ts';

export const verify: Command = {
  run: async () => {
    await prepareDatabase();
    const result = await verifyChain(db);
    if (!result.ok) throw new UserError('conflict', `审计记录被改动：${JSON.stringify(result)}`);
    return result;
  },
};
