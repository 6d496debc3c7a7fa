import { Router } from 'express';
import { record } from '../../audit/index.ts';
import { db, inTransaction } from '../../platform/db.ts';
import { timeShown } from '../../platform/present.ts';
import { bySession, userOf } from '../guards.ts';
import { endSessions } from '../sessions.ts';
import { endOneSession, livingSessions } from './devices.ts';

/** 登录设备: where a person is signed in. */
export const deviceRoutes = Router();

deviceRoutes.get('/account/devices', bySession, async (req, res) => {
  const user = userOf(req);
  const sessions = await livingSessions(db, user.id, user.is_operator);
  res.page('accounts/devices', {
    title: '登录设备',
    devices: sessions.map((session) => ({
      no: session.session_no,
      device: session.device,
      place: session.ip_masked ?? '未知位置',
      seen: timeShown(session.seen_at, true),
      since: timeShown(session.created_at),
      is_this: session.id === user.via_id,
    })),
  });
});

deviceRoutes.post('/account/devices/removal', bySession, async (req, res) => {
  const user = userOf(req);
  const ended = await inTransaction(async (trx) => {
    const count = await endSessions(trx, user.id, user.via_id);
    await record(trx, user.actor, 'account.sessions_ended', `user:${user.user_no}`, { count });
    return count;
  });
  res.flash('success', ended ? `已让其他 ${ended} 台设备退出登录` : '没有其他设备登录');
  res.redirect(303, '/account/devices');
});

deviceRoutes.post('/account/devices/:session_no/removal', bySession, async (req, res) => {
  await endOneSession(userOf(req), String(req.params['session_no']));
  res.flash('success', '该设备已退出登录');
  res.redirect(303, '/account/devices');
});
