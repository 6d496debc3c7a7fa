import { setupNeeded, setupToken } from '../accounts/index.ts';
import { db } from '../platform/db.ts';

/** At the first start: prints the one-time link on which the administrator is made. */
export async function printSetupLink(base: string): Promise<void> {
  if (!(await setupNeeded(db))) return;
  process.stdout.write(
    `首次使用，请打开链接创建管理员（仅可使用一次）：${base}/setup?token=${await setupToken()}\n`,
  );
}
