import type { InitialFiling } from '../bureau/index.ts';
import { wirePicture } from '../documents/index.ts';
import { type FilingForm, INDIVIDUAL, type ServiceForm } from './forms.ts';

type Attachment = NonNullable<InitialFiling['attachments']>[number];
type Use = Attachment['use'];
type Owner = Attachment['owner'];

/** Limits of V3.0 §3-3-1, counted on the base64 text: the stricter reading. */
const LIMIT = { verification_form: 150 * 1024, other: 100 * 1024 };

/** What goes to the bureau of a submitted form: leaders written out, pictures small enough. Slow: never in a transaction. */
export async function wireFiling(form: FilingForm): Promise<InitialFiling> {
  const picture = remembered(async (document_no, limit) =>
    (await wirePicture(document_no, limit)).toString('base64'),
  );
  const attachments: Attachment[] = [];
  for (const { use, owner, document_no } of attachmentsOf(form)) {
    const limit = use === 'verification_form' ? LIMIT.verification_form : LIMIT.other;
    attachments.push({ use, owner, jpeg: await picture(document_no, limit) });
  }
  const services: InitialFiling['services'] = [];
  for (const service of form.services)
    services.push(await wireService(service, form, (no) => picture(no, LIMIT.other)));
  return { entity: form.entity, services, attachments };
}

async function wireService(
  service: ServiceForm,
  form: FilingForm,
  picture: (document_no: string) => Promise<string>,
) {
  const prior_approvals = [];
  for (const { type, number, documents } of service.prior_approvals) {
    const pictures: string[] = [];
    for (const document_no of documents) pictures.push(await picture(document_no));
    prior_approvals.push({ type, number, pictures });
  }
  const leader = service.leader_same ? form.entity.leader : service.leader;
  return { ...service, leader, prior_approvals };
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
    ...named('other', 'entity', 'authorization_letter', 'residence_permit', 'other'),
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

/** One picture may go for several: it is made small once. */
function remembered(make: (document_no: string, limit: number) => Promise<string>) {
  const made = new Map<string, string>();
  return async (document_no: string, limit: number) => {
    const key = `${document_no} ${limit}`;
    const known = made.get(key) ?? (await make(document_no, limit));
    made.set(key, known);
    return known;
  };
}
