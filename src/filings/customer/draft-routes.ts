import { Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { onePicture, uploadedPicture } from '../../documents/index.ts';
import { shownTime } from '../../platform/clock.ts';
import { limited } from '../../platform/guards.ts';
import { read } from '../../platform/web.ts';
import { openForm } from '../drafts/draft.ts';
import { takeReadings } from '../drafts/readings.ts';
import { saveDraft } from '../drafts/save-draft.ts';
import { removeService } from '../drafts/services.ts';
import { addPaper } from './add-paper.ts';
import { isClosed, showClosed } from './closed.ts';
import { shownConflicts } from './conflicts.ts';
import { fieldVerdict } from './field-verdict.ts';
import { noOf, ownFiling, posted } from './posted.ts';
import { readingState } from './reading-state.ts';

/** What the scripts of the form's pages ask, and taking away a website. */
export const draftRoutes = Router();
const files = requires('filing.file');
const saves = limited({ name: 'draft', limit: 1200, windowMs: 10 * 60_000, failOpen: true });
const uploads = limited({ name: 'upload', limit: 120, windowMs: 10 * 60_000, failOpen: true });
const at = '/filings/:filing_no';

/**
 * As it is typed. `others` are the fields that other windows, the phone or OCR changed since the version that
 * was sent: the page shows them before it goes on with the new one. 409 says of each conflict both values.
 */
draftRoutes.post(`${at}/draft`, files, saves, async (req, res) => {
  const { version, changes } = posted(req);
  const saved = await saveDraft(noOf(req), userOf(req), { version, changes });
  if (!saved.saved) {
    const conflict = await shownConflicts(openForm(await ownFiling(req)), saved.conflict);
    res.status(409).json({ version: saved.version, conflict });
    return;
  }
  res.json({
    version: saved.version,
    saved_at: shownTime(saved.saved_at).slice(11),
    others: saved.others.map(({ path }) => path),
  });
});

/** As a field is left: the same rules as on submit, with what the page holds now. `value`: as it was meant. */
draftRoutes.post(`${at}/checks`, files, saves, async (req, res) => {
  const { changes } = posted(req);
  const field = String(req.body.field ?? '');
  const typed: unknown = req.body[field];
  res.json(await fieldVerdict(await ownFiling(req), changes, { field, typed }));
});

draftRoutes.post(`${at}/pictures`, files, uploads, onePicture, async (req, res) => {
  const place = String(req.body?.purpose ?? '');
  const { document, version } = await addPaper(userOf(req), noOf(req), place, uploadedPicture(req));
  res.status(201).json({ no: document.no, quality: document.quality, version });
});

/** The part of a page that renews itself while pictures are read. */
draftRoutes.get(`${at}/readings`, files, async (req, res) => {
  await takeReadings((await ownFiling(req)).id);
  const reading = await readingState(await ownFiling(req), String(req.query['step'] ?? 'pictures'));
  res.render('filings/readings', { reading, ...res.locals.frame });
});

const Removal = z.object({ version: z.coerce.number().int().min(0) });

draftRoutes.post(`${at}/services/:index/removal`, files, async (req, res) => {
  if (isClosed(await ownFiling(req))) return showClosed(req, res);
  const { version } = read(Removal, req.body);
  await removeService(userOf(req), noOf(req), { index: Number(req.params['index']), version });
  res.flash('success', '已删除这个网站');
  res.redirect(303, `/filings/${noOf(req)}/steps/service-0`);
});
