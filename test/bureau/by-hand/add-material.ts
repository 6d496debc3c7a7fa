import { z } from 'zod';
import { optionalGivenId, optionalIcpNumber } from './fields.ts';
import { defineKind } from './kind.ts';
import { limitPicture, pictureFields } from './parts.ts';
import { type AttachmentCodes, filedXml, pictureXml } from './parts-xml.ts';

/** A picture for something that is filed already. */
const Material = z
  .object({
    ...pictureFields,
    owner: z.enum(['entity', 'service']),
    bureau_id: optionalGivenId,
    icp_number: optionalIcpNumber,
  })
  .refine(({ bureau_id, icp_number }) => bureau_id !== '' || icp_number !== '', {
    path: ['bureau_id'],
    message: '请给出管局的编号或备案号',
  })
  .superRefine(limitPicture);

/** 补交核验材料: each picture is a record of its own on the wire, with a result of its own. */
export const addMaterial = defineKind({
  word: '补交核验材料',
  element: 'XZHYD',
  operation: 'add_material',
  ends: 'data_result',
  schema: z.object({ materials: z.array(Material).min(1, '请至少上传一张图片').max(1000) }),
  parts: () => [],
  marks: ({ materials }) =>
    materials.flatMap(({ bureau_id, icp_number }) => [bureau_id, icp_number]),
  items: ({ materials }) => materials.length,
  xml: ({ materials }, { codes }) => materials.map((one) => materialXml(one, codes)).join(''),
});

function materialXml(material: z.output<typeof Material>, codes: AttachmentCodes): string {
  const isEntity = material.owner === 'entity';
  return pictureXml(material, { isEntity, mark: filedXml(material) }, codes);
}
