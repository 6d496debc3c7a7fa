import type { RecordContent } from '../../bureau/index.ts';
import { must } from '../../platform/errors.ts';
import type { FilingForm } from '../forms.ts';
import { attachments, type Picture } from './attachments.ts';
import { newServices } from './initial.ts';

/** More websites of an entity that is filed already, by whatever provider. */
export async function addedServices(
  form: FilingForm,
  picture: Picture,
): Promise<RecordContent['add_service']> {
  return {
    entity: filedPart(form.request.entity, form.entity.icp_number),
    services: await newServices(form, picture),
    attachments: await attachments(form, picture),
  };
}

/** Our access to the one website of the form, which another provider filed. */
export async function addedAccess(
  form: FilingForm,
  picture: Picture,
): Promise<RecordContent['add_access']> {
  const service = must(form.services[0], '网站');
  return {
    service: filedPart(form.request.services[0], service.icp_number),
    entity: filedPart(form.request.entity, form.entity.icp_number),
    access: service.access,
    attachments: await attachments(form, picture),
  };
}

/** By the bureau's own number where it is known; else by the number that everybody can read. */
function filedPart(known: FilingForm['request']['entity'] | undefined, typed: string) {
  const bureau_id = known?.bureau_id ?? '';
  return bureau_id ? { bureau_id } : { icp_number: known?.icp_number || typed };
}
