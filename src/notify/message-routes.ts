import { Router } from 'express';
import { db } from '../platform/db.ts';
import { must } from '../platform/errors.ts';
import { bySession, userOf } from '../platform/permitted.ts';
import { listMessages, markRead, messageFor, shownMessage, unreadCount } from './messages.ts';

/** What a person was told, inside the site. */
export const messageRoutes = Router();

messageRoutes.get('/messages', bySession, async (req, res) => {
  const unread = req.query['show'] === 'unread';
  const before = Number(req.query['before'] ?? 0) || null;
  const { id } = userOf(req);
  const { messages, next } = await listMessages(db, id, { unread, before });
  const show = unread ? 'show=unread&' : '';
  res.page('notify/messages', {
    title: '消息',
    messages: messages.map(shownMessage),
    unread: await unreadCount(db, id),
    only_unread: unread,
    next_href: next && `/messages?${show}before=${next}`,
    first_href: before && `/messages?${show}`,
  });
});

messageRoutes.post('/messages/reading', bySession, async (req, res) => {
  const count = await markRead(db, userOf(req).id);
  res.flash('success', count ? `已将 ${count} 条标为已读` : '没有未读消息');
  res.redirect(303, '/messages');
});

/** Reading a message is what marks it; nothing else changes. */
messageRoutes.get('/messages/:message_no', bySession, async (req, res) => {
  const { id } = userOf(req);
  const row = must(await messageFor(db, id, String(req.params['message_no'])), '消息');
  await markRead(db, id, row.id);
  const message = shownMessage(row);
  res.page('notify/message', { title: message.subject, message });
});
