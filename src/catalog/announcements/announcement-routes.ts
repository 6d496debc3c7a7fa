import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { requires, userOf } from '../../accounts/index.ts';
import { record } from '../../audit/index.ts';
import { now } from '../../platform/clock.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { type FieldErrors, must } from '../../platform/errors.ts';
import { timeShown } from '../../platform/present.ts';
import { readOr } from '../../platform/web.ts';
import { catalogChanged } from '../changed.ts';
import {
  moment,
  momentTyped,
  needed,
  type Typed,
  tick,
  typedIn,
  version,
  words,
} from '../form-fields.ts';
import { type AnnouncementRow, TONES } from '../tables.ts';
import { announce } from './announce.ts';

/** 公告: what the shop says to everybody. */
export const announcementRoutes = Router();
const manages = requires('shop.manage');
const place = '/announcements/:announcement_no';

const Form = z
  .object({
    title: needed(60, '请填写标题'),
    body: words(500),
    tone: z.enum(TONES, '请选择'),
    starts_at: moment,
    ends_at: moment,
    is_on: tick,
  })
  .refine(({ starts_at, ends_at }) => !starts_at || !ends_at || ends_at > starts_at, {
    path: ['ends_at'],
    message: '结束时间须晚于开始时间',
  });
const NEW: Typed = { title: '', body: '', tone: 'info', starts_at: '', ends_at: '', is_on: 'yes' };

announcementRoutes.get('/announcements', requires('shop.read'), async (req, res) => {
  const rows = await db('announcements').orderBy('id', 'desc').limit(200);
  res.page('catalog/announcements', {
    title: '公告',
    may_manage: userOf(req).may('shop.manage'),
    announcements: rows.map((row) => ({
      ...{ announcement_no: row.announcement_no, title: row.title, body: row.body },
      state: stateOf(row),
      starts: row.starts_at && timeShown(row.starts_at),
      ends: row.ends_at && timeShown(row.ends_at),
    })),
  });
});

announcementRoutes.get('/announcements/new', manages, (_req, res) => show(res, null, NEW));

announcementRoutes.post('/announcements', manages, async (req, res) => {
  const form = readOr(Form, req.body);
  if (!form.ok) return show(res.status(422), null, typedIn(req.body), form.fields);
  await announce(userOf(req).actor, form.data);
  done(res, '公告已保存');
});

announcementRoutes.get(place, manages, async (req, res) => {
  const row = await announcementFor(req);
  show(res, row, stored(row));
});

announcementRoutes.post(place, manages, async (req, res) => {
  const row = await announcementFor(req);
  const form = readOr(Form.safeExtend({ version }), req.body);
  const typed = typedIn(req.body);
  if (!form.ok) return show(res.status(422), row, typed, form.fields);
  const { version: opened, ...columns } = form.data;
  const { announcement_no } = row;
  const isSaved = await inTransaction(async (trx) => {
    const key = { announcement_no, version: opened };
    const changed = await trx('announcements')
      .where(key)
      .update({ ...columns, version: opened + 1 });
    if (changed !== 1) return false;
    await record(trx, userOf(req).actor, 'announcement.changed', `announcement:${announcement_no}`);
    return true;
  });
  if (isSaved) return done(res, '公告已保存');
  const current = await announcementFor(req);
  const message = `这条公告刚被别人改过，现在的标题是“${current.title}”。您填写的内容还在，再点保存会以您的为准`;
  show(res.status(409), current, { ...typed, version: String(current.version) }, { _: message });
});

announcementRoutes.post(`${place}/removal`, manages, async (req, res) => {
  const { announcement_no } = await announcementFor(req);
  await inTransaction(async (trx) => {
    await trx('announcements').where({ announcement_no }).delete();
    await record(trx, userOf(req).actor, 'announcement.removed', `announcement:${announcement_no}`);
  });
  done(res, '公告已删除');
});

function done(res: Response, said: string): void {
  catalogChanged();
  res.flash('success', said);
  res.redirect(303, '/announcements');
}

async function announcementFor(req: Request): Promise<AnnouncementRow> {
  const announcement_no = String(req.params['announcement_no']);
  return must(await db('announcements').where({ announcement_no }).first(), '公告');
}

const stored = (row: AnnouncementRow): Typed => ({
  ...{ title: row.title, body: row.body, tone: row.tone, is_on: row.is_on ? 'yes' : '' },
  ...{ starts_at: momentTyped(row.starts_at), ends_at: momentTyped(row.ends_at) },
  version: String(row.version),
});

function stateOf({ is_on, starts_at, ends_at }: AnnouncementRow) {
  const at = now();
  if (!is_on) return { text: '已停用', tone: 'idle' } as const;
  if (starts_at && at < starts_at) return { text: '未开始', tone: 'wait' } as const;
  if (ends_at && at >= ends_at) return { text: '已结束', tone: 'idle' } as const;
  return { text: '显示中', tone: 'ok' } as const;
}

function show(
  res: Response,
  row: AnnouncementRow | null,
  typed: Typed,
  fields: FieldErrors = {},
): void {
  res.page('catalog/announcement-form', {
    title: row ? '修改公告' : '发布公告',
    ...{ announcement_no: row?.announcement_no ?? null, typed, fields },
  });
}
