import express, { type Router } from 'express';
import { z } from 'zod';
import type { CallLog } from './calls.ts';
import { moved } from './clock.ts';
import { Decision, decideBy } from './decision.ts';
import { downloadFile, queueFile } from './download.ts';
import { notice } from './emit/notices.ts';
import { publish } from './emit/publish.ts';
import { FAULTS, type FaultKind } from './faults.ts';
import { isOpen } from './find.ts';
import { cancel } from './operations/zxba.ts';
import { seedRecord } from './seed-record.ts';
import { duration } from './settings.ts';
import type { Account } from './state.ts';
import { uploadFile } from './upload.ts';
import type { World } from './world.ts';

const fields = z.record(z.string(), z.coerce.string());
const kinds = Object.keys(FAULTS);
const FaultForm = z.object({
  kind: z.string().refine((kind): kind is FaultKind => kinds.includes(kind), '没有这种故障'),
  method: z.string().default('*'),
  times: z.coerce.number().int().min(1).default(1),
  skip: z.coerce.number().int().min(0).default(0),
  ms: z.coerce.number().int().min(0).default(2000),
  code: z.coerce.number().int().default(999),
});
const ClockForm = z.object({
  speed: z.coerce.number().positive().optional(),
  ahead: z.string().optional(),
});
const NoticeForm = z.object({
  kind: z.string(),
  isp_id: z.coerce.number().optional(),
  items: z.array(fields).default([]),
});
const CancelForm = z.object({ kind: z.enum(['0', '1', '2']), id: z.coerce.string() });
const SettingsForm = z
  .object({
    maintenance: z.boolean(),
    window: z.string(),
    queue_full: z.boolean(),
    auto: z.enum(['approve', 'refuse', 'manual']),
    sms: z.enum(['auto', 'manual']),
    sms_delay: z.string().transform(duration),
    review_delay: z.string().transform(duration),
    blocked_domains: z.array(z.string()),
    blocked_certificates: z.array(z.string()),
  })
  .partial();
const WireForm = z
  .object({
    more_code: z.number(),
    last_code: z.number(),
    empty_code: z.number(),
    base64_lines: z.boolean(),
    repeat: z.enum(['refuse', 'same']),
    results: z.enum(['separate', 'together']),
    check_icpmm: z.boolean(),
  })
  .partial();
const AccountForm = z
  .object({
    name: z.string(),
    user_name: z.string(),
    password: z.string(),
    encrypt: z.number(),
    aes_key: z.string(),
    aes_iv: z.string(),
    province: z.string(),
    allowed_ips: z.array(z.string()),
    ip_ranges: z.array(z.string()),
    missing: z.array(z.number()),
    last_sequence: z.number(),
    rights: z.boolean(),
  })
  .partial()
  .extend({ isp_id: z.coerce.number() });

/** Changes that the JSON interface and the page both make. Each commits before it returns. */
export const deeds = {
  fault(world: World, input: unknown): void {
    world.state.faults.push(FaultForm.parse(input));
    world.commit();
  },
  clearFaults(world: World): void {
    world.state.faults = [];
    world.commit();
  },
  clock(world: World, input: unknown): void {
    const { speed, ahead } = ClockForm.parse(input);
    world.state.clock = moved(world.state.clock, {
      ...(speed === undefined ? {} : { speed }),
      ahead: ahead ? duration(ahead) : 0,
    });
    world.commit();
  },
  notice(world: World, input: unknown): void {
    const { kind, isp_id, items } = NoticeForm.parse(input);
    const account = world.account(isp_id ?? world.settings.account.isp_id);
    if (!account) throw new Error(`没有这个接入商：${isp_id}`);
    queueFile(world, account.isp_id, kind, notice(world, account, kind, items));
    world.commit();
  },
  /** An officer takes a record out: ZXSJ for whoever gives access to it. */
  cancel(world: World, input: unknown): void {
    const { kind, id } = CancelForm.parse(input);
    publish(world, 0, '', cancel(world, kind, id));
    world.commit();
  },
  settings(world: World, input: unknown): void {
    const given = Object.entries(SettingsForm.parse(input)).filter(([, v]) => v !== undefined);
    Object.assign(world.state, Object.fromEntries(given));
    world.commit();
  },
  /** How the wire looks, until the next start. */
  wire(world: World, input: unknown): void {
    const given = Object.entries(WireForm.parse(input)).filter(([, v]) => v !== undefined);
    Object.assign(world.settings, Object.fromEntries(given));
  },
  account(world: World, input: unknown): void {
    const given = AccountForm.parse(input);
    const known = world.account(given.isp_id);
    for (const sequence of given.missing ?? []) forget(world, given.isp_id, sequence);
    if (known) Object.assign(known, onlyGiven(given));
    else world.state.accounts.push({ ...newAccount(world), ...onlyGiven(given) });
    world.commit();
  },
};

// A file that the bureau lost was never worked on: what still was open of it is gone.
function forget(world: World, ispId: number, sequence: number): void {
  const { state } = world;
  const lost = state.uploads.findLast((u) => u.isp_id === ispId && u.sequence === sequence);
  if (lost) lost.status = 'checked';
  state.requests = state.requests.filter((r) => r.upload !== lost?.n || !isOpen(r));
}

const newAccount = (world: World): Account => ({
  ...world.settings.account,
  last_sequence: 0,
  missing: [],
  rights: true,
});
// exactOptionalPropertyTypes: a key that is there but undefined would overwrite a default.
const onlyGiven = (given: z.infer<typeof AccountForm>): Partial<Account> =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));

/** The JSON interface for tests, below /_control. */
export function control(world: World, log: CallLog, base: () => string): Router {
  const router = express.Router();
  router.use(express.json({ limit: '20mb' }));
  const { state, store } = world;
  router.get('/state', (_req, res) => {
    res.json({ ...state, sandbox_now: new Date(world.now()).toISOString() });
  });
  router.get('/bureau-file', (_req, res) => {
    res.json(bureauFile(world, base()));
  });
  router.get('/calls', (req, res) => {
    const method = String(req.query['method'] ?? '');
    const calls = log.recent().filter((call) => !method || call.method === method);
    res.json({ counts: log.counts(), calls });
  });
  router.get('/uploads', (_req, res) => {
    res.json(state.uploads);
  });
  router.get('/uploads/:sequence', (req, res) => {
    const isp = Number(req.query['isp_id'] ?? world.settings.account.isp_id);
    const found = state.uploads.findLast(
      (u) => u.isp_id === isp && u.sequence === Number(req.params.sequence),
    );
    if (!found) res.status(404).json({ error: '没有这个序号' });
    else res.type('application/xml; charset=GBK').send(store.get(uploadFile(found, 'xml')));
  });
  router.get('/downloads', (_req, res) => {
    res.json(state.downloads);
  });
  router.get('/downloads/:name', (req, res) => {
    const found = state.downloads.find(({ name }) => name === req.params.name);
    if (!found) res.status(404).json({ error: '没有这个文件' });
    else res.type('application/xml; charset=GBK').send(store.get(downloadFile(found.name, 'xml')));
  });
  addDeeds(router, world);
  return router;
}

function addDeeds(router: Router, world: World): void {
  router.post('/decision', (req, res) => {
    res.json({ decided: decideBy(world, Decision.parse(req.body)) });
  });
  router.post('/record', (req, res) => {
    res.json(seedRecord(world, req.body));
  });
  for (const [name, deed] of Object.entries({
    fault: deeds.fault,
    clock: deeds.clock,
    notice: deeds.notice,
    cancel: deeds.cancel,
    settings: deeds.settings,
    wire: deeds.wire,
    account: deeds.account,
  })) {
    router.post(`/${name}`, (req, res) => {
      deed(world, req.body);
      res.json({ done: true });
    });
  }
  router.delete('/fault', (_req, res) => {
    deeds.clearFaults(world);
    res.json({ done: true });
  });
}

/** What the product imports to speak with this bureau. */
export function bureauFile(world: World, base: string): object {
  const { isp_id, user_name, password, encrypt, aes_key, aes_iv, province } =
    world.settings.account;
  return {
    name: '演练管局',
    province_code: province,
    isp_id,
    user_name,
    password,
    encrypt,
    aes_key,
    aes_iv,
    upload_wsdl: `${base}/ISPWebService/upDownLoad?wsdl`,
    query_wsdl: `${base}/BeianStatusWebService/queryBeianStatus?wsdl`,
    verify_wsdl: `${base}/BeianStatusWebService/verifyBamm?wsdl`,
  };
}
