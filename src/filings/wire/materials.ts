import type { RecordContent } from '../../bureau/index.ts';
import { must } from '../../platform/errors.ts';
import type { FilingForm } from '../forms.ts';
import { attachmentsOf, type Picture } from './attachments.ts';

/** Pictures that go up by themselves, each for the filed entity or website it belongs to. */
export async function addedMaterials(
  form: FilingForm,
  picture: Picture,
): Promise<RecordContent['add_material']> {
  const { entity, services } = form.request;
  const materials: RecordContent['add_material']['materials'] = [];
  for (const { use, owner, document_no } of attachmentsOf(form)) {
    const isOfEntity = owner === 'entity' || services.length === 0;
    const part = isOfEntity ? entity : must(services[owner.service] ?? services[0], '网站');
    const of = part.bureau_id ? { bureau_id: part.bureau_id } : { icp_number: part.icp_number };
    const jpeg = await picture(document_no, use);
    materials.push({ use, jpeg, owner: isOfEntity ? 'entity' : 'service', ...of });
  }
  return { materials };
}
