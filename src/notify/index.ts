export { jobs, schedules } from './jobs.ts';
export { unreadCount } from './messages.ts';
export { routes } from './routes.ts';
export { type Notification, send } from './send.ts';
export { absolute, listensOn } from './site-url.ts';
export type { EventName } from './templates/index.ts';
export { type Way, waysOf } from './ways.ts';
