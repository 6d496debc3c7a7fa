import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

/** How long the files of imports are kept after the last deed; personal data lie in them. */
export const transferSetting = defineSetting({
  key: 'filings.transfers',
  title: '导入文件保留天数',
  secret: false,
  schema: z.object({ keep_days: z.number().int().min(1).max(90).default(14) }).prefault({}),
});
