import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited } from '../../platform/guards.ts';
import { read } from '../../platform/web.ts';
import { beginRequest } from '../begin/begin-request.ts';
import { openForm } from '../drafts/draft.ts';
import { saveDraft } from '../drafts/save-draft.ts';
import { FILING_KINDS } from '../kinds/names.ts';
import { filingNumbered } from '../queries.ts';
import { filedPage } from './filed-page.ts';
import { firstStepOf } from './steps.ts';

/** What is filed already, and the requests that begin there. */
export const filedRoutes = Router();
const files = requires('filing.file');
const begins = limited({ name: 'begin', limit: 300, windowMs: 10 * 60_000, failOpen: true });

filedRoutes.get('/filings/filed', files, async (req, res) => {
  await showFiled(req, res, null);
});

const Asked = z.object({
  kind: z.enum(FILING_KINDS).exclude(['initial']),
  service_no: z.string().max(64).optional(),
  domain: z.string().trim().max(200).default(''),
});

/** Leads to the first page of the request; what cannot be asked now is said on the list, with the way out. */
filedRoutes.post('/filings/filed/:entity_no/requests', files, begins, async (req, res) => {
  const { kind, service_no, domain } = read(Asked, req.body);
  const entity_no = String(req.params['entity_no']);
  const asked = { kind, entity_no, service_no: service_no || undefined };
  try {
    const { filing_no } = await beginRequest(userOf(req), asked);
    if (kind === 'add_service' && domain !== '') await nameDomain(req, filing_no, domain);
    const row = must(await filingNumbered(db, filing_no), '备案');
    const step = firstStepOf(openForm(row), asked.service_no);
    res.redirect(303, `/filings/${filing_no}/steps/${step}`);
  } catch (error) {
    if (!(error instanceof UserError) || error.code !== 'conflict') throw error;
    await showFiled(req, res.status(error.status), { entity_no, words: error.message });
  }
});

/** The domain that was typed before the kind was known; one that stands in the draft already stays. */
async function nameDomain(req: Request, filing_no: string, domain: string): Promise<void> {
  const row = must(await filingNumbered(db, filing_no), '备案');
  if (openForm(row).services[0]?.domains[0]) return;
  const changes = { 'services.0.domains.0': domain };
  await saveDraft(filing_no, userOf(req), { version: row.version, changes });
}

interface Refused {
  entity_no: string;
  words: string;
}

async function showFiled(req: Request, res: Response, refused: Refused | null): Promise<void> {
  const page = Math.min(100, Math.max(1, Number(req.query['page']) || 1));
  res.page('filings/filed', { ...(await filedPage(userOf(req), Math.floor(page))), refused });
}
