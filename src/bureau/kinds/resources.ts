import { defineKind } from './kind.ts';
import type {
  DomainRegistration,
  Filed,
  IpAssignment,
  IpBroadcast,
  IpSource,
  OwnIp,
  RemovedDomain,
} from './resource-content.ts';

/** Each row has a number of ours (the whole record is one part), and the bureau's when it is filed. */
const OURS = 'record';

/** Adding, changing and removing rows of one kind; `what` as results name it (ip-data.ts). */
function rowsOf<C extends object>(word: string, what: string) {
  const ends = 'data_result';
  return {
    add: defineKind<C>({
      ...{ word: `新增${word}`, operation: `${what}_add`, ends },
      marks: (_content, idOf) => [idOf(OURS)],
    }),
    change: defineKind<C & Filed>({
      ...{ word: `修改${word}`, operation: `${what}_change`, ends },
      marks: ({ bureau_id }) => [bureau_id],
    }),
    remove: defineKind<Filed>({
      ...{ word: `删除${word}`, operation: `${what}_remove`, ends },
      marks: ({ bureau_id }) => [bureau_id],
    }),
  };
}

export const ipSource = rowsOf<IpSource>(' IP 来源', 'ip_source');
export const ipAssignment = rowsOf<IpAssignment>(' IP 分配', 'ip_assignment');
export const ipBroadcast = rowsOf<IpBroadcast>(' IP 广播', 'ip_broadcast');
export const ownIp = rowsOf<OwnIp>('自带 IP', 'ip_own');
export const domain = rowsOf<DomainRegistration>('域名', 'domain');

export const removeDomain = defineKind<RemovedDomain>({
  ...{ word: domain.remove.word, operation: domain.remove.operation, ends: 'data_result' },
  marks: ({ bureau_id, domain: name }) => [bureau_id, name],
});
