import type { OutgoingCallRow } from '../../platform/outgoing.ts';
import { timeShown } from '../../platform/present.ts';
import type { Alarm } from '../alarms.ts';
import { hoursOf } from '../bureaus/hours.ts';
import { currentHold } from '../holds.ts';
import type { AlarmRow, BureauRow, DownloadRow, InboxRow, UploadRow } from '../tables.ts';

const timeOr = (at: Date | null) => at && timeShown(at, true);

/** How a bureau is doing, in a word and a sentence. */
export function stateOf(bureau: BureauRow): { text: string; tone: string; words: string | null } {
  const hold = currentHold(bureau);
  const words = hold?.reason ?? null;
  if (bureau.paused_at) return { text: '已暂停', tone: 'bad', words };
  if (bureau.failures >= 3) return { text: '连不上', tone: 'bad', words: bureau.last_error };
  if (hold) return { text: '等待', tone: 'wait', words };
  if (!bureau.last_ok_at) return { text: '尚未连接', tone: 'idle', words: null };
  return { text: '正常', tone: 'ok', words: null };
}

export const pathOf = (name: string) => `/bureaus/${encodeURIComponent(name)}`;

/** A bureau as the list and the head of its page show it; no secret is in it. `provinces`: code → name. */
export function shownBureau(bureau: BureauRow, waiting: number, provinces: Map<string, string>) {
  return {
    name: bureau.name,
    href: pathOf(bureau.name),
    state: stateOf(bureau),
    is_sandbox: Boolean(bureau.is_sandbox),
    is_paused: bureau.paused_at !== null,
    pause_reason: bureau.pause_reason,
    province: provinces.get(bureau.province_code) ?? bureau.province_code,
    isp_id: bureau.isp_id,
    hours: hoursOf(bureau) || '不限',
    next_sequence: bureau.next_sequence,
    waiting,
    last_ok: timeOr(bureau.last_ok_at),
    next_poll: timeShown(bureau.next_poll_at, true),
    last_error: bureau.last_error,
    last_error_at: timeOr(bureau.last_error_at),
  };
}

const UPLOAD_STATES = {
  frozen: { text: '待发送', tone: 'wait' },
  sending: { text: '待确认', tone: 'warn' },
  accepted: { text: '已受理', tone: 'ok' },
} as const;

export function shownUpload(bureau: string, row: UploadRow) {
  return {
    sequence: row.sequence,
    href: `${pathOf(bureau)}/uploads/${row.upload_no}`,
    state: UPLOAD_STATES[row.status],
    records: row.records,
    size: `${Math.ceil(row.zip_bytes / 1024)} KB`,
    tries: row.tries,
    answer: row.msg_code ? `${row.msg_code} ${row.msg ?? ''}`.trim() : null,
    time: timeShown(row.accepted_at ?? row.sending_at ?? row.frozen_at, true),
  };
}

export function shownDownload(bureau: string, row: DownloadRow) {
  return {
    file_name: row.file_name,
    href: `${pathOf(bureau)}/downloads/${row.download_no}`,
    kinds: row.kinds || '—',
    results: row.results,
    unknown: row.unknown > 0 ? `${row.unknown}（${row.unknown_names ?? ''}）` : null,
    state: row.applied_at
      ? { text: row.acked_at ? '已处理' : '待回执', tone: row.acked_at ? 'ok' : 'warn' }
      : { text: '待处理', tone: 'wait' },
    time: timeShown(row.received_at, true),
  };
}

export function shownInbox(bureau: string, row: InboxRow) {
  return {
    href: `${pathOf(bureau)}/inbox/${row.inbox_no}`,
    kind: row.kind,
    items: row.items,
    reason: row.reason,
    time: timeShown(row.at, true),
  };
}

export function shownAlarm(row: AlarmRow) {
  return { words: row.words, time: timeShown(row.raised_at), is_open: row.open_key !== null };
}

/** An alarm that stands, among those of all bureaus. */
export function shownStanding({ bureau_name, words, raised_at }: Alarm) {
  return { bureau: bureau_name, href: pathOf(bureau_name), words, time: timeShown(raised_at) };
}

export function shownCall(row: OutgoingCallRow) {
  const [bureau = '', sequence] = (row.subject ?? '').replace(/^bureau:/, '').split('#');
  const isGood = /^msg_code [0-3]$/.test(row.outcome);
  return {
    action: row.action,
    outcome: row.outcome,
    tone: isGood ? 'ok' : row.outcome === 'failed' ? 'bad' : 'warn',
    detail: row.detail,
    bureau,
    sequence: sequence ? `序号 ${sequence}` : null,
    parameters: parametersOf(row),
    took: `${row.took_ms} ms`,
    time: timeShown(row.at, true),
  };
}

function parametersOf({ details_json }: OutgoingCallRow): string {
  if (!details_json) return '';
  // Written by soap/calls.ts, cut off at the end when there was too much.
  try {
    return Object.entries(JSON.parse(details_json))
      .map(([name, value]) => `${name}=${value}`)
      .join(' ');
  } catch {
    return details_json;
  }
}
