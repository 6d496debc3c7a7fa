import { Router } from 'express';
import { readSetting } from '../platform/settings.ts';
import { siteSetting } from './settings.ts';

export const privacy = Router();

/** What is collected, why, for how long and with whom it is shared, for anybody to read before he signs up (PIPL art. 17). */
privacy.get('/privacy', async (_req, res) => {
  const { contact } = await readSetting(siteSetting);
  res.page('ops/privacy', { title: '隐私说明', contact });
});
