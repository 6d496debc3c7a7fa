import type { Request as HttpRequest, Response } from 'express';
import { authenticate } from './authenticate.ts';
import type { CallLog } from './calls.ts';
import { acknowledge, download, previousUpload } from './download.ts';
import { type Fault, type FaultKind, takeFaults } from './faults.ts';
import type { Service } from './methods.ts';
import { queryStatus, verifyPassword } from './query.ts';
import { type Result, returnDocument } from './returns.ts';
import { answer, type Call, fault, readCall } from './soap.ts';
import { upload } from './upload.ts';
import type { World } from './world.ts';

/** Answers one POST to a service: envelope, faults on demand, method, log. */
export async function serveCall(
  world: World,
  log: CallLog,
  service: Service,
  req: HttpRequest,
  res: Response,
): Promise<void> {
  const started = Date.now();
  const body = Buffer.isBuffer(req.body) ? req.body : Buffer.alloc(0);
  const call = readCall(body.toString('utf8'), world.settings.namespace, service, world.speech);
  const from = req.socket.remoteAddress ?? '';
  const write = (method: string, isp: string, rest: Logged) =>
    log.add({ method, isp_id: isp, from, ms: Date.now() - started, bytes: body.length, ...rest });
  if ('fault' in call) {
    write('?', '', { note: call.fault, fault: '', answered: true });
    res.status(500).type('text/xml').send(fault(call.fault));
  } else write(call.method, call.parameters['ispId'] ?? '', await respond(world, call, from, res));
}

/** Runs one call and answers it, spoiled as the faults say; gives what the log keeps. */
async function respond(world: World, call: Call, from: string, res: Response): Promise<Logged> {
  const { method, parameters } = call;
  const faults = takeFaults(world, method, CALL_FAULTS);
  if (faults.length) world.commit();
  await pause(faults);
  const early = faults.find(({ kind }) => WITHOUT_EFFECT.includes(kind));
  const result = early ? earlyResult(early) : await run(world, call, from);
  const answered = send(world, res, method, result, faults);
  return {
    data_sequence: parameters['dataSequence'],
    msg_code: result?.code,
    note: result?.note ?? '',
    fault: faults.map(({ kind }) => kind).join('+'),
    answered,
  };
}

const WITHOUT_EFFECT: FaultKind[] = ['lost_before', 'http_500', 'soap_fault', 'msg_code'];
const CALL_FAULTS: FaultKind[] = [
  'lost_before',
  'lost_after',
  'slow',
  'garbage',
  'http_500',
  'soap_fault',
  'truncated',
  'msg_code',
];

interface Logged {
  data_sequence?: string | undefined;
  msg_code?: number | undefined;
  note: string;
  fault: string;
  answered: boolean;
}

async function pause(faults: Fault[]): Promise<void> {
  const ms = faults.reduce((sum, f) => sum + (f.kind === 'slow' ? f.ms : 0), 0);
  if (ms) await new Promise((done) => setTimeout(done, ms));
}

const earlyResult = (early: Fault): Result | undefined =>
  early.kind === 'msg_code' ? { code: early.code } : undefined;

/** Runs the method itself. An error here is ours: it is answered as 999, as a server would. */
async function run(world: World, call: Call, from: string): Promise<Result> {
  try {
    return await runMethod(world, call, from);
  } catch (error) {
    process.stderr.write(`${call.method}: ${error instanceof Error ? error.stack : error}\n`);
    return { code: 999, note: '演练环境内部错误' };
  }
}

async function runMethod(
  world: World,
  { method, parameters }: Call,
  from: string,
): Promise<Result> {
  const known = authenticate(world, method, parameters, from);
  if ('refused' in known) return known.refused;
  const { account } = known;
  switch (method) {
    case 'isp_upload':
      return upload(world, account, parameters);
    case 'isp_download':
      return download(world, account);
    case 'isp_downloadack':
      return acknowledge(world, account, parameters['fileName'] ?? '');
    case 'isp_querypreviousupload':
      return previousUpload(world, account);
    case 'isp_querybeianstatus':
      return queryStatus(world, parameters);
    default:
      return verifyPassword(world, parameters);
  }
}

/** Sends the answer, or spoils it as the faults say. Gives whether it went out whole. */
function send(
  world: World,
  res: Response,
  method: string,
  result: Result | undefined,
  faults: Fault[],
): boolean {
  const has = (kind: Fault['kind']) => faults.some((f) => f.kind === kind);
  if (has('lost_before') || has('lost_after')) {
    res.socket?.destroy();
    return false;
  }
  if (has('http_500')) {
    res
      .status(500)
      .type('text/html')
      .send('<html><body>Error 500--Internal Server Error</body></html>');
    return true;
  }
  if (has('soap_fault') || !result) {
    res.status(500).type('text/xml').send(fault('java.lang.NullPointerException', 'S:Server'));
    return true;
  }
  if (has('garbage')) {
    res
      .type('text/html')
      .send('<html><head><title>系统提示</title></head><body>您的请求被防火墙拦截');
    return true;
  }
  const whole = answerTo(world, method, result);
  res.set('Content-Type', 'text/xml;charset=utf-8').set('Content-Length', String(whole.length));
  if (!has('truncated')) {
    res.end(whole);
    return true;
  }
  res.write(whole.subarray(0, Math.floor(whole.length / 2)), () => res.socket?.destroy());
  return false;
}

function answerTo({ speech, settings }: World, method: string, result: Result): Buffer {
  const named = speech.methods.get(method) ?? method;
  return Buffer.from(answer(settings.namespace, named, returnDocument(result, speech.answers)));
}
