import type { DocumentKind } from './ocr/index.ts';

/** Material slot -> the kind of document expected in it; slots that are not here are not read. */
export function expectedKind(purpose: string): DocumentKind | undefined {
  if (purpose.endsWith('id_front')) return 'id_front';
  if (purpose.endsWith('id_back')) return 'id_back';
  if (purpose === 'entity_licence') return 'licence';
  return undefined;
}

export function purposeIsRead(purpose: string): boolean {
  return expectedKind(purpose) !== undefined || purpose.endsWith('leader_photo');
}
