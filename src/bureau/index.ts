export { standingAlarms } from './alarms.ts';
export { type Block, isBlocked } from './blocklist/is-blocked.ts';
export { importBureau } from './bureaus/bureau-file.ts';
export { type Bureau, bureauForProvince } from './bureaus/bureaus.ts';
export { checkBureau } from './bureaus/check-bureau.ts';
export { type CodeRow, codeNamed, codeTable, regions } from './code-tables.ts';
export { routes } from './console/routes.ts';
export { exchange } from './exchange/exchange.ts';
export { jobs, schedules } from './jobs.ts';
export type { InitialFiling } from './kinds/content.ts';
export { KINDS, type RecordContent, type RecordKind } from './kinds/index.ts';
export { keepShipped as keepShippedProfile } from './profile/versions.ts';
export { queueRecord, type RecordToQueue } from './records/queue-record.ts';
export { filedAt } from './registry/at-addresses.ts';
export {
  type EntityFound,
  entityByCertificate,
  entityByIcpNumber,
  type ServiceFound,
  serviceByDomain,
  serviceByIcpNumber,
  servicesOf,
} from './registry/find.ts';
export { isNumbered } from './registry/imported.ts';
export { type Imported, keepImported } from './registry/keep-imported.ts';
export {
  countFiledServices,
  type FiledService,
  filedServicesAfter,
} from './registry/list-filed.ts';
export {
  entityFound,
  entityOfFiling,
  entityRecord,
  serviceRecord,
} from './registry/open-record.ts';
export type { Certificate } from './registry/seals.ts';
export {
  entitiesOfServices,
  type FiledDomain,
  filedDomains,
  filedState,
} from './registry/watching.ts';
export { type BureauResult, pendingResults, resultFailed, settleResult } from './results.ts';
export { type Condition, type KnownStatus, knownStatus, wantStatus } from './status/answers.ts';
export { countQuestion, writeCounts } from './status/saved.ts';
export { type TaskAbout, tasksAbout, tasksAfter } from './tasks/about-filings.ts';
export type { WholeEntity, WholePerson, WholeRecord, WholeService } from './wire/whole-record.ts';

import './bureaus/connection.ts';
