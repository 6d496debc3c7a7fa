import type { Attachment, AttachmentUse } from '../kinds/content.ts';
import { KINDS, type RecordContent, type RecordKind } from '../kinds/index.ts';
import type { Kind, Owners } from '../kinds/kind.ts';
import type { AttachmentCodes } from './attachment-codes.ts';

/** Content of one kind, whichever it is. */
export type AnyContent = RecordContent[RecordKind];

interface Around {
  codes: AttachmentCodes;
  /** The provider's number at the bureau. */
  unit_id: string;
}

/**
 * What a profile may name as `from`: the content as it was given, `unit_id`, and with each picture `format_code`,
 * `use_code` and `owner` { kind, path | bureau_id, icp_number }.
 */
export function profileFields(
  kind: RecordKind,
  content: AnyContent,
  { codes, unit_id }: Around,
): object {
  const fields = { ...content, unit_id };
  // A first filing comes with the whole form, and that has `materials` of another kind.
  if ('materials' in content && Array.isArray(content.materials)) {
    const materials = content.materials.map((one) => ({ ...one, ...codesOf(one, codes) }));
    return { ...fields, materials };
  }
  const owners = ownersIn(kind, content);
  if (!owners || !('attachments' in content) || !content.attachments) return fields;
  const attachments = content.attachments.map((one) => ({
    ...one,
    ...codesOf(one, codes),
    owner: ownerOf(one, owners, codes),
  }));
  return { ...fields, attachments };
}

function ownersIn(kind: RecordKind, content: AnyContent): Owners | undefined {
  // Kind and content were paired by who calls; the table of kinds is read by a name only known when it runs.
  const { owners } = KINDS[kind] as Kind<AnyContent>;
  return owners?.(content);
}

function codesOf({ use }: { use: AttachmentUse }, codes: AttachmentCodes) {
  return { format_code: codes.format, use_code: codes.codeOf(use).code };
}

/** A picture belongs to whom the bureau's table says, else to whom it was given for. */
function ownerOf({ use, owner: given }: Attachment, owners: Owners, codes: AttachmentCodes) {
  const service = owners.services[given === 'entity' ? 0 : given.service];
  if (given !== 'entity' && !service) return { kind: 'service' };
  const wanted = codes.codeOf(use).owner ?? (given === 'entity' ? 'entity' : 'service');
  const isEntity = owners.entity !== undefined && (wanted === 'entity' || service === undefined);
  return isEntity ? { kind: 'entity', ...owners.entity } : { kind: 'service', ...service };
}
