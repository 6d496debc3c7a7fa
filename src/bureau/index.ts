export { standingAlarms } from './alarms.ts';
export { importBureau } from './bureau-file.ts';
export { type Bureau, bureauForProvince } from './bureaus.ts';
export { checkBureau } from './check-bureau.ts';
export { type CodeRow, codeTable, regions } from './code-tables.ts';
export { exchange } from './exchange/exchange.ts';
export type { InitialFiling } from './initial-filing.ts';
export { jobs, schedules } from './jobs.ts';
export { queueRecord } from './queue-record.ts';
export { type BureauResult, pendingResults, settleResult } from './results.ts';
export { routes } from './routes.ts';

import './connection.ts';
