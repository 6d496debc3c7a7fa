import type { Actor } from '../../audit/index.ts';
import { db } from '../../platform/db.ts';
import { timeShown } from '../../platform/present.ts';
import { KINDS } from '../kinds/index.ts';
import { type Difference, differences } from '../profile/differences.ts';
import { draftOf } from '../profile/editing/drafts.ts';
import { documentOf, profileVersion } from '../profile/profiles.ts';
import { type ProfileFault, readProfile, shippedProfile } from '../profile/read.ts';
import { valueAt } from '../profile/spell-faults.ts';
import { needsAnother, versionsOf } from '../profile/versions.ts';
import { type Trial, trialsOf } from '../records/send-trial.ts';
import { tryProfile } from '../records/try-profile.ts';
import type { BureauRow, ProfileRow, RecordRow } from '../tables.ts';

export function versionPath({ name, version }: Pick<ProfileRow, 'name' | 'version'>): string {
  return `/bureau-profiles/${encodeURIComponent(name)}/${version}`;
}

/** What stands against a document as it was typed; [] when it may be activated. The first of many. */
export function faultsIn(document_json: string): ProfileFault[] {
  return allFaultsIn(document_json).slice(0, 50);
}

export function allFaultsIn(document_json: string): ProfileFault[] {
  try {
    const read = readProfile(JSON.parse(document_json));
    return read.ok ? [] : read.faults;
  } catch (error) {
    return [{ at: '', message: `不是有效的 JSON：${error instanceof Error ? error.message : ''}` }];
  }
}

/** The same for the field on the page, in the words of the live check. */
export function judged(document_json: string): { level: 'ok' | 'error'; message: string } {
  const faults = faultsIn(document_json);
  if (faults.length === 0) return { level: 'ok', message: '检查通过，可以保存后启用' };
  const told = faults.slice(0, 5).map(({ at, message }) => (at ? `${at}：${message}` : message));
  return { level: 'error', message: `${faults.length} 处错误。${told.join('；')}` };
}

/** The document in the order it was typed, set out evenly; as it is when it is no JSON. */
export function tidyJson(document_json: string): string {
  try {
    return `${JSON.stringify(JSON.parse(document_json), null, 2)}\n`;
  } catch {
    return document_json;
  }
}

const STATES = {
  draft: { tone: 'info', text: '草稿' },
  active: { tone: 'ok', text: '使用中' },
  former: { tone: 'idle', text: '曾使用' },
} as const;

/** Every profile with its versions, newest first, and the bureaus that speak by it. */
export async function profileList() {
  const names = await db('bureau_profiles').distinct('name').orderBy('name').pluck('name');
  const bureaus = await db('bureaus').select('name', 'profile_name');
  return Promise.all(
    names.map(async (name: string) => ({
      name,
      bureaus: bureaus.filter((row) => row.profile_name === name).map((row) => row.name),
      versions: (await versionsOf(db, name)).map(shownVersion),
    })),
  );
}

function shownVersion(row: ProfileRow) {
  const { version, note, status } = row;
  return {
    version,
    note,
    href: versionPath(row),
    state: STATES[status],
    time: timeShown(row.made_at),
  };
}

/** Who looks at it, and the record to try it with; '' for none. */
interface Asked {
  actor: Actor;
  record_no: string;
}

/** One version with its text, what stands against it, and what differs from the version in force. */
export async function profilePage(row: ProfileRow, document_json: string, asked: Asked) {
  const active = await db('bureau_profiles').where({ active_name: row.name }).first();
  return {
    editor: await editorLinks(row, asked.actor),
    needs_another: await needsAnother(row, asked.actor),
    records: await recordsToTry(row.name),
    record_no: asked.record_no,
    trial: asked.record_no ? await trialOf(document_json, active, asked.record_no) : null,
    rehearsals: (await trialsOf(row)).map(shownTrial),
    version: { ...shownVersion(row), name: row.name, is_active: row.status === 'active' },
    document_json: document_json === row.document_json ? tidyJson(document_json) : document_json,
    faults: faultsIn(document_json),
    active: active ? { version: active.version, href: versionPath(active) } : null,
    differences: active ? shownDifferences(active, document_json) : [],
  };
}

/** The forms this version is changed on; none for a text that is no JSON. */
async function editorLinks(row: ProfileRow, actor: Actor) {
  const document = documentOf(row);
  if (document === undefined) return null;
  const href = versionPath(row);
  const link = (path: string, label: string) => ({ href: `${href}/${path}`, label });
  const trees = (of: 'uploads' | 'parts') =>
    Object.entries(Object(valueAt(document, [of]))).map(([name, one]) =>
      link(`${of}/${encodeURIComponent(name)}`, String(valueAt(one, ['title']) ?? name)),
    );
  const draft = actor.id === null ? undefined : await draftOf(db, row, actor.id);
  return {
    ...{ draft: draft ? `${href}/draft` : null, uploads: trees('uploads') },
    parts: [...trees('parts'), link('tail', '文件末尾')],
    sections: [
      ...[link('wire', '调用与代码'), link('pace', '时间与频率')],
      link('codes', '结果代码'),
    ],
  };
}

function shownTrial({ subject, word, at, results }: Trial) {
  const says = results.flatMap((one): string[] => {
    if (one.kind === 'accepted') return ['管局已接收'];
    if (one.kind === 'held') return [one.reason];
    if (one.kind === 'published') return ['已发布'];
    if (one.kind === 'cancelled') return ['已注销'];
    if (one.kind === 'review') return [one.passed ? '审核通过' : `审核退回：${one.words ?? ''}`];
    return one.codes.map(({ code, text }) => `${code} ${text}`);
  });
  return { subject, word, time: timeShown(at), says };
}

const WHAT = { missing: '缺少', unknown: '多出', renamed: '改名' } as const;

/** What the document as it was typed would make of a record; null when either cannot be used. */
async function trialOf(document_json: string, active: ProfileRow | undefined, record_no: string) {
  const read = readProfile(documentOf({ document_json }));
  if (!read.ok) return null;
  const inForce = active ? await profileVersion(db, active.id) : shippedProfile();
  const trial = await tryProfile(db, record_no, { profile: read.profile, inForce });
  if (!trial) return null;
  return { ...trial, shape: trial.shape.map((one) => ({ ...one, what: WHAT[one.what] })) };
}

/** The newest records of bureaus that speak by this profile, else of all. */
async function recordsToTry(name: string) {
  const rows = await db('bureau_records')
    .join('bureaus', 'bureaus.id', 'bureau_records.bureau_id')
    .orderByRaw('bureaus.profile_name = ? desc', [name])
    .orderBy('bureau_records.id', 'desc')
    .limit(30)
    .select<Pick<RecordRow & BureauRow, 'record_no' | 'kind' | 'subject' | 'name'>[]>(
      ...['record_no', 'kind', 'subject', 'bureaus.name'],
    );
  return rows.map((row) => ({
    value: row.record_no,
    label: `${row.subject} ${KINDS[row.kind].word}（${row.name}）`,
  }));
}

function shownDifferences(active: ProfileRow, document_json: string): Difference[] {
  const typed = documentOf({ document_json });
  return typed === undefined ? [] : differences(documentOf(active), typed).slice(0, 300);
}
