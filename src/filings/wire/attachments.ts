import type { InitialFiling } from '../../bureau/index.ts';
import { wirePicture } from '../../documents/index.ts';
import { type FilingForm, INDIVIDUAL } from '../forms.ts';

type Attachment = NonNullable<InitialFiling['attachments']>[number];
type Use = Attachment['use'];
type Owner = Attachment['owner'];

/** Limits of V3.0 §3-3-1, counted on the base64 text: the stricter reading. */
const LIMIT = { verification_form: 150 * 1024, other: 100 * 1024 };

/** A picture as it goes over the wire: a JPEG in base64, small enough for its use. */
export type Picture = (document_no: string, use?: Use) => Promise<string>;

/** Makes pictures small; one that goes for several is made small once. Slow: never in a transaction. */
export function pictures(): Picture {
  const made = new Map<string, string>();
  return async (document_no, use) => {
    const limit = use === 'verification_form' ? LIMIT.verification_form : LIMIT.other;
    const key = `${document_no} ${limit}`;
    const known = made.get(key) ?? (await wirePicture(document_no, limit)).toString('base64');
    made.set(key, known);
    return known;
  };
}

/** All pictures of a form, each with whom it belongs to. */
export async function attachments(form: FilingForm, picture: Picture): Promise<Attachment[]> {
  const all: Attachment[] = [];
  for (const { use, owner, document_no } of attachmentsOf(form))
    all.push({ use, owner, jpeg: await picture(document_no, use) });
  return all;
}

interface Named {
  use: Use;
  owner: Owner;
  document_no: string;
}

/** Which picture goes as what, and for whom: a leader's card lies where it was asked for first. */
export function attachmentsOf(form: FilingForm): Named[] {
  const named = (use: Use, owner: Owner, ...slots: string[]): Named[] =>
    slots
      .flatMap((slot) => form.materials[slot] ?? [])
      .map((document_no) => ({ use, owner, document_no }));
  const entityLeader = cardOf(form.entity.kind === INDIVIDUAL ? 'entity' : 'entity_leader');
  return [
    ...named('entity_certificate', 'entity', 'entity_licence', ...cardOf('entity')),
    ...named('entity_leader_id', 'entity', ...entityLeader),
    ...form.services.flatMap((_, service) => [
      ...named('verification_form', { service }, 'verification_form'),
      ...named('service_leader_id', { service }, ...leaderCard(form, service, entityLeader)),
      ...named('service_leader_photo', { service }, `service_${service}_leader_photo`),
    ]),
    ...named('commitment_letter', 'entity', 'commitment_letter'),
    ...named(
      'other',
      'entity',
      'authorization_letter',
      'residence_permit',
      'change_proof',
      'other',
    ),
    ...named('other', { service: 0 }, 'domain_certificate', 'prior_approval_letter'),
  ];
}

const cardOf = (owner: string) => [`${owner}_id_front`, `${owner}_id_back`];

function leaderCard(form: FilingForm, index: number, entityLeader: string[]): string[] {
  const service = form.services[index];
  const own = cardOf(`service_${index}_leader`);
  if (!service || own.some((slot) => (form.materials[slot] ?? []).length > 0)) return own;
  const same = (number: string) => number !== '' && number === service.leader.id_number;
  if (service.leader_same || same(form.entity.leader.id_number)) return entityLeader;
  const earlier = form.services.findIndex(
    ({ leader_same, leader }) => !leader_same && same(leader.id_number),
  );
  return earlier < 0 || earlier >= index ? own : cardOf(`service_${earlier}_leader`);
}
