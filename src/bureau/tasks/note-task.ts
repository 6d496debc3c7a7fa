import { createHash } from 'node:crypto';
import { DAY, fromNow, now } from '../../platform/clock.ts';
import type { Db } from '../../platform/db.ts';
import { publicNo } from '../../platform/ids.ts';
import { readSetting } from '../../platform/settings.ts';
import type { TaskKind } from './kinds.ts';
import { sealBody, sealSubject, sealWords } from './seals.ts';
import { taskDaysSetting } from './settings.ts';

/** Something a bureau wants done, as one file tells it. */
export interface Told {
  bureau_id: number;
  kind: TaskKind;
  /** What tells it from all others of its kind. */
  key: readonly string[];
  subject: string;
  filing_no?: string | undefined;
  body: object;
  /** The order of the item: a later word replaces an earlier one. */
  order: string;
  /** Why there is nothing to do: what was asked for before has settled itself. */
  settled?: string | undefined;
}

/**
 * Keeps a task. Told again while it is open, the latest word counts; asked again after somebody has settled it, it
 * is a new task. Older words than the one that is known change nothing.
 */
export async function noteTask(trx: Db, told: Told): Promise<void> {
  const { bureau_id, kind, key, order, settled } = told;
  const task_key = createHash('sha256')
    .update(JSON.stringify([kind, ...key]))
    .digest('hex');
  const newest = await trx('bureau_tasks')
    .where({ bureau_id, task_key })
    .orderBy('body_order', 'desc')
    .forUpdate()
    .first();
  if (newest && newest.body_order >= order) return;
  const isByPerson = newest?.settled_by != null;
  if (!newest || (isByPerson && !settled)) return insert(trx, told, task_key);
  const wasOpen = newest.state === 'open';
  const state = settled ? (wasOpen ? 'closed' : newest.state) : 'open';
  await trx('bureau_tasks')
    .where({ id: newest.id })
    .update({
      ...content(newest.task_no, told),
      state,
      open_key: state === 'open' ? openKey(told, task_key) : null,
      closed_words_sealed: settled
        ? sealWords(newest.task_no, settled)
        : state === 'open'
          ? null
          : newest.closed_words_sealed,
      ...(wasOpen || state !== 'open' ? {} : { deadline_at: await deadlineOf(kind) }),
    });
}

async function insert(trx: Db, told: Told, task_key: string): Promise<void> {
  const task_no = publicNo('RW');
  const { bureau_id, kind, settled } = told;
  await trx('bureau_tasks').insert({
    task_no,
    bureau_id,
    kind,
    task_key,
    open_key: settled ? null : openKey(told, task_key),
    ...content(task_no, told),
    state: settled ? 'closed' : 'open',
    closed_words_sealed: sealWords(task_no, settled ?? null),
    deadline_at: await deadlineOf(kind),
    created_at: now(),
  });
}

const openKey = ({ bureau_id }: Told, task_key: string) => `${bureau_id}:${task_key}`;

function content(task_no: string, { subject, filing_no, body, order }: Told) {
  return {
    ...sealSubject(task_no, subject),
    ...(filing_no ? { filing_no } : {}),
    body_sealed: sealBody(task_no, body),
    body_order: order,
  };
}

async function deadlineOf(kind: TaskKind): Promise<Date> {
  const days = await readSetting(taskDaysSetting);
  return fromNow(days[kind] * DAY);
}
