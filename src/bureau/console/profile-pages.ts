import { db } from '../../platform/db.ts';
import { timeShown } from '../../platform/present.ts';
import { type Difference, differences } from '../profile/differences.ts';
import { documentOf } from '../profile/profiles.ts';
import { type ProfileFault, readProfile } from '../profile/read.ts';
import { versionsOf } from '../profile/versions.ts';
import type { ProfileRow } from '../tables.ts';

export function versionPath({ name, version }: Pick<ProfileRow, 'name' | 'version'>): string {
  return `/bureau-profiles/${encodeURIComponent(name)}/${version}`;
}

/** What stands against a document as it was typed; [] when it may be activated. */
export function faultsIn(document_json: string): ProfileFault[] {
  try {
    const read = readProfile(JSON.parse(document_json));
    return read.ok ? [] : read.faults.slice(0, 50);
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

/** One version with its text, what stands against it, and what differs from the version in force. */
export async function profilePage(row: ProfileRow, document_json: string) {
  const active = await db('bureau_profiles').where({ active_name: row.name }).first();
  return {
    version: { ...shownVersion(row), name: row.name, is_active: row.status === 'active' },
    document_json: document_json === row.document_json ? tidyJson(document_json) : document_json,
    faults: faultsIn(document_json),
    active: active ? { version: active.version, href: versionPath(active) } : null,
    differences: active ? shownDifferences(active, document_json) : [],
  };
}

function shownDifferences(active: ProfileRow, document_json: string): Difference[] {
  const typed = documentOf({ document_json });
  return typed === undefined ? [] : differences(documentOf(active), typed).slice(0, 300);
}
