import { Router } from 'express';
import { mailRoutes } from './mail-routes.ts';
import { messageRoutes } from './message-routes.ts';
import { smsRoutes } from './sms-routes.ts';
import './channels/connections.ts';

/** For people who have signed in. */
export const routes = Router().use(messageRoutes, mailRoutes, smsRoutes);
