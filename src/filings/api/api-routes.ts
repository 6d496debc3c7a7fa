import { Router } from 'express';
import { requires, userOf } from '../../accounts/index.ts';
import { db } from '../../platform/db.ts';
import { must, UserError } from '../../platform/errors.ts';
import { limited, noStore } from '../../platform/guards.ts';
import { room } from '../../platform/room.ts';
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

/** The largest filing, with its pictures in base64. */
const MOST_BYTES = 40 << 20;
const bodies = room(
  { most: 4 * MOST_BYTES, mostOfOne: MOST_BYTES },
  {
    own: '您同时提交的内容太多，请等前面的请求完成再提交',
    full: '正在提交的人太多，请一分钟后再试',
  },
);

apiRoutes.post(
  '/api/v1/filings',
  noStore,
  requires('filing.file'),
  filing,
  jsonBody(MOST_BYTES, bodies),
  async (req, res) => {
    const customer = userOf(req);
    if (!req.is('json')) throw new UserError('unsupported_media', '请以 application/json 提交');
    const drop = () => {
      req.body = undefined;
      bodies.leave(req);
    };
    const key = req.get('idempotency-key');
    const keyed = { user_id: customer.id, key, body: () => req.body, drop };
    const filed = await onceOnly(keyed, async (keep) =>
      fileFiling(customer, await readFilingRequest(req.body), {
        source: 'api',
        also: (trx, _after, answer) => keep(trx, answer.filing_no, answer),
      }),
    );
    drop();
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
