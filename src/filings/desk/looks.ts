import { pictureLinks } from '../../documents/index.ts';
import type { FilingForm } from '../forms.ts';

/** Which slots show what a field says, the likeliest first; `#` is the number of the website. */
const LOOKS: readonly [RegExp, readonly string[]][] = [
  [/^entity\.leader\.id_valid_until$/, ['entity_leader_id_back', 'entity_id_back']],
  [/^entity\.leader\./, ['entity_leader_id_front', 'entity_id_front']],
  [/^entity\.id_valid_until$/, ['entity_licence', 'entity_id_back']],
  [/^entity\./, ['entity_licence', 'entity_id_front']],
  [/^services\.\d+\.leader\.id_valid_until$/, ['service_#_leader_id_back']],
  [/^services\.\d+\.leader\./, ['service_#_leader_id_front', 'service_#_leader_photo']],
  [/^services\.\d+\.domains/, ['domain_certificate']],
  [/^services\./, ['verification_form']],
];

/** The picture that a field is compared with; null when none was handed in. */
export async function lookFor(path: string, form: FilingForm): Promise<string | null> {
  const document = documentFor(path, form);
  return document === undefined ? null : (await pictureLinks(document)).view_url;
}

/** The places of the pictures that a field is compared with, the likeliest first. */
export function slotsFor(path: string): string[] {
  const site = /^services\.(\d+)\./.exec(path)?.[1] ?? '0';
  const slots = LOOKS.find(([pattern]) => pattern.test(path))?.[1] ?? [];
  return slots.map((name) => name.replace('#', site));
}

function documentFor(path: string, form: FilingForm): string | undefined {
  const slot = /^materials\.(.+)$/.exec(path)?.[1];
  if (slot !== undefined) return form.materials[slot]?.[0];
  const held = slotsFor(path).map((name) => form.materials[name]?.[0]);
  return held.find((document) => document !== undefined);
}
