import { z } from 'zod';
import { now, shownDay } from '../../platform/clock.ts';
import type { After, Db } from '../../platform/db.ts';
import { must } from '../../platform/errors.ts';
import { bureauById } from '../bureaus/bureaus.ts';
import { queueRecord } from '../records/queue-record.ts';
import type { UnfiledSite } from '../wire/notices.ts';
import { dayIn } from '../wire/times.ts';
import type { WholeRecord } from '../wire/whole-record.ts';
import { type AnsweredKind, isAnswered } from './kinds.ts';
import { openTask } from './seals.ts';
import type { TaskRow } from './tables.ts';

const day = z.iso.date('请填写日期');
const short = (words: string, max: number) => z.string().trim().min(1, words).max(max);
const optional = (max: number) => z.string().trim().max(max).default('');

const VerificationAnswer = z
  .object({
    passed: z.enum(['yes', 'no'], '请选择核实结果'),
    checker: short('请填写核实人', 128),
    checked_on: day,
    opinion: short('请填写核实意见', 1024),
    faults: optional(4000),
  })
  .refine(({ passed, faults }) => passed === 'yes' || faults !== '', {
    path: ['faults'],
    message: '未通过时请写明错误内容',
  });

const UnfiledAnswer = z.object({
  result: z.string('请选择处理结果').regex(/^[1-9]\d{0,2}$/, '请选择处理结果'),
  opinion: short('请填写处理意见', 255),
  due_on: day,
  reporter_name: optional(128),
  reporter_phone: optional(128).refine((text) => text === '' || text.length >= 11, {
    message: '电话至少 11 位，固定电话请带区号',
  }),
  reporter_email: optional(128).refine((text) => text === '' || /^.+@.+\..+$/.test(text), {
    message: '请填写完整的邮箱地址',
  }),
});

/** The form that answers each kind, as a person fills it in. */
export const ANSWER_FORMS = { verification: VerificationAnswer, unfiled_site: UnfiledAnswer };
export type Answer =
  | { kind: 'verification'; answer: z.output<typeof VerificationAnswer> }
  | { kind: 'unfiled_site'; answer: z.output<typeof UnfiledAnswer> };

/** What a form begins with. */
export function emptyAnswer(
  kind: AnsweredKind,
  deadline: Date,
  who: string,
): Record<string, string> {
  const today = shownDay(now());
  if (kind === 'verification') {
    return { passed: '', checker: who, checked_on: today, opinion: '', faults: '' };
  }
  const nobody = { reporter_name: who, reporter_phone: '', reporter_email: '' };
  return { result: '', opinion: '', due_on: shownDay(deadline), ...nobody };
}

/** Puts the answer in line for the bureau, under the task's own number; gives the record's number. */
export async function queueAnswer(
  trx: Db,
  after: After,
  task: TaskRow,
  given: Answer,
): Promise<string> {
  const { bureau_id, task_no: subject } = task;
  if (given.kind === 'verification') {
    const { passed, ...answer } = given.answer;
    // Written by apply-requests.ts from the same type.
    const { entity, services } = openTask(task) as WholeRecord;
    const filing = { ...answer, passed: passed === 'yes', entity, services };
    return queueRecord(trx, after, { bureau_id, subject, kind: 'check_answer', filing });
  }
  const site = openTask(task) as UnfiledSite; // as above
  const { isp_id, province_code } = must(await bureauById(trx, bureau_id), '管局');
  const filing = {
    ...given.answer,
    domain: site.domain,
    ip: site.ip,
    carrier_id: site.carrier_id || isp_id,
    provider_id: site.provider_id || isp_id,
    province_code: site.province_code || province_code,
    listed_on: dayIn(site.last_seen) || dayIn(site.first_seen) || shownDay(task.created_at),
  };
  return queueRecord(trx, after, { bureau_id, subject, kind: 'unfiled_answer', filing });
}

export function answerable(task: TaskRow): AnsweredKind | undefined {
  return task.state === 'open' && isAnswered(task.kind) ? task.kind : undefined;
}
