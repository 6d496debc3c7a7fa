import { z } from 'zod';
import { group, leaf } from '../../../src/bureau/wire/xml-write.ts';
import { filingPassword } from './fields.ts';
import { defineKind } from './kind.ts';
import { NewService, newServiceParts, newServiceXml, servicePath } from './new-service.ts';
import { attachments, Filed, type FiledPart, ownersExist } from './parts.ts';
import { attachmentXml, filedXml, passwordXml } from './parts-xml.ts';

/** 新增互联网信息服务: more services of an entity that is filed already, by whatever provider. */
export const addService = defineKind({
  word: '新增互联网信息服务',
  element: 'XZWZ',
  operation: 'add_service',
  ends: 'published',
  schema: z
    .object({
      entity: Filed,
      services: z.array(NewService).min(1, '请至少填写一个网站'),
      attachments,
      filing_password: filingPassword,
    })
    .superRefine(ownersExist),
  parts: ({ services }) => services.flatMap(newServiceParts),
  marks: ({ entity, services }, idOf) => [
    entity.bureau_id,
    entity.icp_number,
    ...services.map((_, index) => idOf(servicePath(index))),
  ],
  xml: ({ entity, services, attachments, filing_password }, { idOf, codes }) => {
    const owners = {
      entity: filedXml(entity),
      services: services.map((_, index) => leaf('Jlid', idOf(servicePath(index)))),
    };
    return group(
      'Xzxx',
      group('Zt_xx', filedEntityXml(entity)),
      ...services.map((service, index) => newServiceXml(service, index, idOf)),
      ...attachments.map((attachment) => attachmentXml(attachment, owners, codes)),
      filing_password ? passwordXml(filing_password) : '',
    );
  },
});

function filedEntityXml({ bureau_id, icp_number }: FiledPart): string {
  return bureau_id ? leaf('Ztid', bureau_id) : leaf('Ztbah', icp_number);
}
