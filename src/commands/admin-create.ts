import { createAdmin } from '../accounts/index.ts';
import { UserError } from '../platform/errors.ts';
import { prepareDatabase } from '../prepare.ts';
import type { Command } from './command.ts';
import { readStdin } from './stdin.ts';

export const command: Command = {
  run: async (_args, { values }) => {
    const email = values['email'];
    if (!email) throw new UserError('invalid', '请用 --email 指定邮箱');
    await prepareDatabase();
    const { user_no } = await createAdmin(email, await readStdin());
    return { user_no, email };
  },
};
