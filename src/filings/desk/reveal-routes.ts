import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { glanceLink } from '../../documents/index.ts';
import { must } from '../../platform/errors.ts';
import { reasonGiven } from '../../platform/fields.ts';
import { read, readOr, wantsJson } from '../../platform/web.ts';
import { nameOf } from '../customer/names.ts';
import { rulesOfProvince } from '../pages/checks.ts';
import { isPictures, revealField, revealPictures } from '../pages/reveal.ts';
import { reviewPage } from '../pages/review-page.ts';

/** Looking at one thing that is masked: why is asked first, and the look is recorded. */
export const revealRoutes = Router();
const at = '/review/:filing_no/reveals/:path';
const reveals = requires('personal.reveal');

const Reason = z.object({
  path: z.string().max(120),
  reason: reasonGiven('请写明查看原因'),
});

revealRoutes.get(at, reveals, async (req, res) => {
  await showReveal(req, res, {});
});

revealRoutes.post(at, reveals, async (req, res) => {
  const asked = { path: String(req.params['path']), reason: req.body?.reason };
  if (wantsJson(req)) {
    const { value } = await revealField(userOf(req), noOf(req), read(Reason, asked));
    return void res.json({ value });
  }
  const form = readOr(Reason, asked);
  if (!form.ok) return showReveal(req, res.status(422), { fields: form.fields });
  if (!isPictures(form.data.path)) {
    const { value } = await revealField(userOf(req), noOf(req), form.data);
    return showReveal(req, res, { value });
  }
  const documents = await revealPictures(userOf(req), noOf(req), form.data);
  await showReveal(req, res, { pictures: await Promise.all(documents.map(glanceLink)) });
});

interface Shown {
  value?: string;
  /** Where each picture lies, for two minutes. */
  pictures?: string[];
  fields?: Record<string, string>;
}

async function showReveal(req: Request, res: Response, shown: Shown): Promise<void> {
  const path = String(req.params['path']);
  const { form, filing_no } = await reviewPage(userOf(req), noOf(req));
  const label = nameOf(path, form, await rulesOfProvince(form.entity.province_code));
  must(path === '' || label === '备案内容' ? undefined : label, '内容');
  const { value = null, pictures = null, fields = {} } = shown;
  res.page('review/reveal', {
    title: '查看完整内容',
    ...{ filing_no, path, label, value, pictures, fields },
  });
}

function noOf(req: Request): string {
  return String(req.params['filing_no']);
}
