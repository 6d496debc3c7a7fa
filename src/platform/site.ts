import { z } from 'zod';
import { defineSetting } from './settings.ts';

/** Who runs this site, as it calls itself on pages and in mails; named at set-up and on /settings. */
export const siteSetting = defineSetting({
  key: 'site',
  title: '站点',
  secret: false,
  schema: z
    .object({
      name: z.string().trim().min(1, '请填写站点名称').max(40, '不超过 40 个字').default('备卡'),
      /** Our own filing number, shown at the foot of every page. */
      footer_icp: z.string().trim().max(60).default(''),
      /** Whom to ask about personal data; shown on /privacy. */
      contact: z.string().trim().max(200, '请控制在 200 字以内').default(''),
    })
    .default({ name: '备卡', footer_icp: '', contact: '' }),
});
