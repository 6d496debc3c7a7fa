import { z } from 'zod';
import { group, leaf } from '../../../src/bureau/wire/xml-write.ts';
import { defineKind } from './kind.ts';
import { NewService, newServiceParts, newServiceXml, servicePath } from './new-service.ts';
import { attachments, entityFields, ownersExist } from './parts.ts';
import {
  addressXml,
  attachmentXml,
  certificateXml,
  type IdOf,
  personXml,
  REPORTED_BY_PROVIDER,
} from './parts-xml.ts';

/** A first filing. What else the form holds is passed over. */
const InitialFiling = z
  .object({
    entity: z.object(entityFields),
    services: z.array(NewService).min(1, '请至少填写一个网站'),
    attachments,
  })
  .superRefine(ownersExist);
type Entity = z.output<typeof InitialFiling>['entity'];

/** 首次备案: a new entity with its first services. */
export const initial = defineKind({
  word: '首次备案',
  element: 'XZBA',
  operation: 'initial',
  ends: 'published',
  schema: InitialFiling,
  parts: ({ services }) => [{ path: 'entity' }, ...services.flatMap(newServiceParts)],
  marks: ({ services }, idOf) => [idOf('entity'), ...services.map((_, n) => idOf(servicePath(n)))],
  xml: ({ entity, services, attachments }, { idOf, codes }) => {
    const owners = {
      entity: String(idOf('entity')),
      services: services.map((_, index) => String(idOf(servicePath(index)))),
    };
    return group(
      'Baxx',
      entityXml(entity, idOf),
      ...services.map((service, index) => newServiceXml(service, index, idOf)),
      ...attachments.map((attachment) => attachmentXml(attachment, owners, codes)),
    );
  },
});

function entityXml(entity: Entity, idOf: IdOf): string {
  return group(
    'Zt_xx',
    leaf('IspZtid', idOf('entity')),
    leaf('Dwmc', entity.name),
    leaf('Dwxz', entity.kind),
    leaf('Tzr', entity.investor),
    addressXml(entity),
    certificateXml(entity),
    group('Fzr', personXml(entity.leader)),
    leaf('Bbfs', REPORTED_BY_PROVIDER),
    leaf('Bz', entity.remark),
  );
}
