import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited, noStore } from '../../platform/guards.ts';
import { jsonBody } from '../../platform/web.ts';
import { filingFor, filingNumbered } from '../queries.ts';
import { fileFiling } from './file-filing.ts';
import { readFilingRequest } from './filing-request.ts';
import { onceOnly } from './idempotency.ts';
import { waitOf, withReadings } from './picture-findings.ts';
import { shownFiling } from './shown-filing.ts';

/** For a hosting panel: `Authorization: Bearer KEY`, described in docs/api-filings.md. */
export const apiRoutes = Router();

const filing = limited({ name: 'api-filings', limit: 60, windowMs: 10 * 60_000, failOpen: true });

apiRoutes.post(
  '/api/v1/filings',
  noStore,
  requires('filing.file'),
  filing,
  jsonBody('40mb'),
  async (req, res) => {
    const customer = userOf(req);
    if (!req.is('json')) throw new UserError('unsupported_media', '请以 application/json 提交');
    const keyed = { user_id: customer.id, key: req.get('idempotency-key'), body: req.body };
    const filed = await onceOnly(keyed, async (keep) =>
      fileFiling(customer, await readFilingRequest(req.body), {
        source: 'api',
        also: (trx, _after, answer) => keep(trx, answer.filing_no, answer),
      }),
    );
    res.status(201).json(await withReadings(filed, waitOf(req.get('prefer'))));
  },
);

/** The customer's own filing; every filing for those who may read all. */
apiRoutes.get('/api/v1/filings/:filing_no', noStore, async (req, res) => {
  const user = userOf(req);
  const filing_no = String(req.params['filing_no']);
  const own = user.may('filing.file') ? await filingFor(db, user.id, filing_no) : undefined;
  const any = user.may('filing.read_all') ? await filingNumbered(db, filing_no) : undefined;
  // What nobody has handed in yet is its customer's alone.
  const sent = any?.status === 'draft' ? undefined : any;
  res.json(await shownFiling(must(own ?? sent, '备案'), own ? 'customer' : 'operator'));
});
