export { type Alarm, markAnnounced, standingAlarms, unannouncedAlarms } from './alarms.ts';
export { type BureauFile, importBureau } from './bureau-file.ts';
export { type Bureau, bureauForProvince } from './bureaus.ts';
export { type BureauCheck, checkBureau } from './check-bureau.ts';
export { type CodeRow, codeTable, regions } from './code-tables.ts';
export type { ExchangeReport } from './exchange/context.ts';
export { exchange } from './exchange/exchange.ts';
export type { InitialFiling } from './initial-filing.ts';
export { jobs, schedules } from './jobs.ts';
export { queueRecord, type RecordToQueue } from './queue-record.ts';
export {
  type BureauResult,
  type PublishedService,
  pendingResults,
  settleResult,
} from './results.ts';
export { routes } from './routes.ts';

import './connection.ts';
