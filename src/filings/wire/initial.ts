import type { InitialFiling } from '../../bureau/index.ts';
import type { FilingForm, ServiceForm } from '../forms.ts';
import { attachments, type Picture, pictures } from './attachments.ts';

/** What goes to the bureau of a first filing: leaders written out, pictures small enough. Slow: never in a transaction. */
export async function initialFiling(
  form: FilingForm,
  picture: Picture = pictures(),
): Promise<InitialFiling> {
  const services = await newServices(form, picture);
  return { entity: form.entity, services, attachments: await attachments(form, picture) };
}

/** The websites of a form as they are filed for the first time. */
export async function newServices(
  form: FilingForm,
  picture: Picture,
): Promise<InitialFiling['services']> {
  const services: InitialFiling['services'] = [];
  for (const service of form.services) {
    const prior_approvals = await approvals(service, picture);
    services.push({ ...service, leader: leaderFor(form, service), prior_approvals });
  }
  return services;
}

export function leaderFor(form: FilingForm, service: ServiceForm) {
  return service.leader_same ? form.entity.leader : service.leader;
}

/** The approvals of a website with the pictures of their papers. */
export async function approvals({ prior_approvals }: ServiceForm, picture: Picture) {
  const all = [];
  for (const { type, number, documents } of prior_approvals) {
    const pages: string[] = [];
    for (const document_no of documents) pages.push(await picture(document_no));
    all.push({ type, number, pictures: pages });
  }
  return all;
}
