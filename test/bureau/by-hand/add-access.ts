import { z } from 'zod';
import { group, leaf } from '../../../src/bureau/wire/xml-write.ts';
import { filingPassword } from './fields.ts';
import { defineKind } from './kind.ts';
import { accessFields, attachments, Filed, type FiledPart, ranges } from './parts.ts';
import { attachmentXml, filedXml, passwordXml, placeXml, rangeXml } from './parts-xml.ts';

const ACCESS = 'access';
const ipPath = ({ first, last }: { first: string; last: string }) =>
  `${ACCESS}.ips.${first}-${last}`;

/** 新增接入: our access to a service that another provider filed. `entity`: when attachments belong to it. */
export const addAccess = defineKind({
  word: '新增接入',
  element: 'XZJR',
  operation: 'add_access',
  ends: 'published',
  schema: z
    .object({
      service: Filed,
      entity: Filed.optional(),
      access: z.object({ ...accessFields, ips: ranges }),
      attachments,
      filing_password: filingPassword,
    })
    .superRefine(({ attachments }, context) => {
      attachments.forEach(({ owner }, index) => {
        if (owner === 'entity' || owner.service === 0) return;
        const path = ['attachments', index, 'owner'];
        context.addIssue({ code: 'custom', path, message: '没有这个网站' });
      });
    }),
  parts: ({ access }) => [ACCESS, ...access.ips.map(ipPath)].map((path) => ({ path })),
  marks: ({ service }, idOf) => [idOf(ACCESS), service.bureau_id, service.icp_number],
  xml: ({ service, entity, access, attachments, filing_password }, { idOf, codes }) => {
    const ips = access.ips.map((range) => rangeXml(range, leaf('IspIpid', idOf(ipPath(range)))));
    const owner = entity ?? entityOf(service);
    const owners = { entity: owner && filedXml(owner), services: [filedXml(service)] };
    return group(
      'Xzxx',
      group('Wz_xx', filedServiceXml(service)),
      leaf('IspJrid', idOf(ACCESS)),
      placeXml(access),
      ...ips,
      ...attachments.map((attachment) => attachmentXml(attachment, owners, codes)),
      // The schema demands it, though filing passwords were abolished in 2020: without one the MD5 of nothing.
      passwordXml(filing_password),
    );
  },
});

function filedServiceXml({ bureau_id, icp_number }: FiledPart): string {
  return bureau_id ? leaf('Wzid', bureau_id) : leaf('Wzbah', icp_number);
}

/** 浙ICP备2026000001号-1 is the first service of 浙ICP备2026000001号. */
function entityOf({ icp_number }: FiledPart): FiledPart | undefined {
  const number = /^(.+号)-\d+[A-Z]?$/.exec(icp_number)?.[1];
  return number ? { bureau_id: '', icp_number: number } : undefined;
}
