import { z } from 'zod';
import { defineSetting } from '../../platform/settings.ts';

/** How interface profiles are put in force. */
export const profileSetting = defineSetting({
  key: 'bureau.profiles',
  title: '接口配置',
  secret: false,
  schema: z
    .object({
      /** Who saved a version may not put it in force. */
      two_person: z.boolean().default(false),
    })
    .prefault({}),
});
