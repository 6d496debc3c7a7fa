import { archive, slim } from './blobs.ts';
import { type Finding, finding } from './checks/finding.ts';
import { publish } from './emit/publish.ts';
import { bajg, type Opinion } from './emit/results.ts';
import { isOpen } from './find.ts';
import { operationOf } from './operations/index.ts';
import { NOTHING, type Operation } from './operations/operation.ts';
import { dataWords } from './returns.ts';
import type { Request, Upload } from './state.ts';
import type { World } from './world.ts';
import type { Node } from './xml.ts';

const DAY = 864e5;
const TIMEOUT = '短信核验未在24小时内完成，备案申请已退回';
const FAILED = '短信核验失败次数超过5次，备案申请已退回';

/** Remembers a record that was looked at. What passed goes on its way; the caller commits. */
export function addRequest(
  world: World,
  upload: Upload,
  operation: Operation,
  item: Node,
  findings: Finding[],
): Request {
  const path = operation.path(world, item);
  const request: Request = {
    id: `R${String(world.state.next.request++).padStart(6, '0')}`,
    isp_id: upload.isp_id,
    upload: upload.n,
    operation: operation.wire,
    mark: operation.mark(item),
    item: slim(world, item),
    label: operation.label(world, item),
    status: findings.length ? 'data_rejected' : 'closed',
    codes: findings,
    words: '',
    received_at: world.now(),
    due_at: 0,
    sms_deadline_at: 0,
    decided_at: 0,
  };
  world.state.requests.push(request);
  if (!findings.length && path === 'sms') awaitSms(world, request);
  if (!findings.length && path === 'review') awaitReview(world, request);
  if (!isOpen(request)) archive(world, request);
  return request;
}

function awaitSms(world: World, request: Request): void {
  const now = world.now();
  request.status = 'sms_pending';
  request.sms_deadline_at = now + DAY;
  request.due_at = world.state.sms === 'auto' ? now + world.state.sms_delay : now + DAY;
}

function awaitReview(world: World, request: Request): void {
  request.status = 'bureau_review';
  request.due_at = world.state.auto === 'manual' ? 0 : world.now() + world.state.review_delay;
}

/** Ends the SMS check of a request. `failed` and `timeout` send it back. The caller commits. */
export function endSms(world: World, request: Request, how: 'complete' | 'failed' | 'timeout') {
  if (request.status !== 'sms_pending') return false;
  if (how === 'complete') awaitReview(world, request);
  else decide(world, request, false, how === 'failed' ? FAILED : TIMEOUT);
  return true;
}

/**
 * The bureau's decision: results and, when approved, the published record are queued with it.
 * `codes` are further reasons of a refusal. The caller commits.
 */
export function decide(
  world: World,
  request: Request,
  approved: boolean,
  words = approved ? '同意' : '资料不符合要求',
  codes: number[] = [],
): boolean {
  if (!isOpen(request)) return false;
  const operation = operationOf(request.operation);
  const now = world.now();
  request.status = approved ? 'approved' : 'refused';
  request.words = words;
  request.decided_at = now;
  request.due_at = 0;
  request.codes = approved
    ? [finding(1001)]
    : [
        { code: 1002, words: `${dataWords(1002)}：${words}` },
        ...codes.map((code) => finding(code)),
      ];
  const czlx = operation.czlx(request.item);
  const opinions = operation
    .records(request.item)
    .map((record): Opinion => ({ passed: approved, words, at: now, czlx, record }));
  const mark = operation.mark(request.item);
  const result = bajg([{ findings: request.codes, czlx, mark }], opinions);
  publish(
    world,
    request.isp_id,
    result,
    approved ? operation.approve(world, request.item, request.isp_id) : NOTHING,
  );
  archive(world, request);
  return true;
}

/** What is due by the sandbox clock: SMS time-outs and automatic decisions. True when anything was. */
export function runDue(world: World): boolean {
  const now = world.now();
  const due = world.state.requests.filter((r) => isOpen(r) && r.due_at > 0 && r.due_at <= now);
  for (const request of due) {
    if (request.status === 'sms_pending') {
      const auto = world.state.sms === 'auto' && now < request.sms_deadline_at;
      endSms(world, request, auto ? 'complete' : 'timeout');
    } else if (world.state.auto === 'manual') request.due_at = 0;
    else decide(world, request, world.state.auto === 'approve');
  }
  return due.length > 0;
}
