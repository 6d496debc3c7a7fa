import { z } from 'zod';

/** 公安备案号: "浙公网安备 33010602000001号", a short name of a province and fourteen digits. */
export const PoliceNumber = z
  .string({ error: '请填写公安备案号' })
  .transform((text) => text.normalize('NFKC').replace(/\s+/g, ''))
  .pipe(
    z
      .string()
      .regex(
        /^\p{Script=Han}公网安备\d{14}号?$/u,
        '格式不对，应为“浙公网安备33010602000001号”这样的编号',
      )
      .transform((text) => (text.endsWith('号') ? text : `${text}号`)),
  );
