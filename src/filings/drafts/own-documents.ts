import { documentOwnedBy } from '../../documents/index.ts';
import { db } from '../../platform/db.ts';
import { UserError } from '../../platform/errors.ts';
import type { FilingForm } from '../forms.ts';

/** Every picture a form names, by its number. */
export function documentsIn(form: FilingForm): Set<string> {
  const approvals = form.services.flatMap((service) => service.prior_approvals);
  return new Set([
    ...Object.values(form.materials).flat(),
    ...approvals.flatMap((approval) => approval.documents),
  ]);
}

/** Refuses a form that names a picture of another person (or none): only new ones are looked up. */
export async function ownDocuments(
  customer_id: number,
  before: FilingForm | undefined,
  form: FilingForm,
): Promise<void> {
  const known = before ? documentsIn(before) : new Set<string>();
  for (const document_no of documentsIn(form)) {
    if (known.has(document_no)) continue;
    if (!(await documentOwnedBy(db, customer_id, document_no)))
      throw new UserError('unprocessable', '有图片不存在或已被删除，请重新上传');
  }
}
