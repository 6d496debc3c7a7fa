import type { FieldErrors } from '../../platform/errors.ts';
import { DraftForm, type FilingForm, LIMITS, type ServiceForm } from '../forms.ts';

/** The parts of a form as a program sent them: whole, or only what shall differ. */
export interface Given {
  entity?: unknown;
  services?: unknown;
  materials?: unknown;
  consents?: unknown;
  ending?: unknown;
}

/**
 * What was sent laid over the record as it is filed: a field that was sent replaces it, a list as a whole; all else
 * stays. A website is meant by its `icp_number`, of a single one also without; with a new website all is sent.
 */
export function laidOver(
  filed: FilingForm,
  given: Given,
): { form: FilingForm; faults: FieldErrors } {
  const faults: FieldErrors = {};
  const { request } = filed;
  const services =
    request.kind === 'add_service'
      ? (given.services ?? filed.services)
      : laidServices(filed, listOf(given.services), faults);
  const form = DraftForm.parse({
    ...filed,
    entity: merged(filed.entity, without(given.entity, 'icp_number')),
    services,
    materials: { ...filed.materials, ...objectOf(given.materials) },
    consents: given.consents,
    ending: given.ending,
    request,
  });
  return { form, faults };
}

function laidServices(filed: FilingForm, sent: unknown[], faults: FieldErrors): unknown[] {
  const services: unknown[] = [...filed.services];
  for (const [n, one] of sent.slice(0, LIMITS.services).entries()) {
    const at = meantBy(filed, one);
    const service = filed.services[at];
    if (!service) {
      faults[`services.${n}.icp_number`] = '请写明是哪个网站：它在这个主体下的网站备案号';
      continue;
    }
    services[at] = merged(service, withLeader(filed, service, without(one, 'icp_number')));
  }
  return services;
}

/** The place of the website that is meant; -1 when none is. */
function meantBy({ request: { services } }: FilingForm, sent: unknown): number {
  const icp_number = objectOf(sent)['icp_number'];
  if (icp_number === undefined && services.length === 1) return 0;
  return services.findIndex((one) => one.icp_number !== '' && one.icp_number === icp_number);
}

/** Who sends something of a leader means the website's own one from now on. */
function withLeader({ entity }: FilingForm, service: ServiceForm, sent: Sent): Sent {
  if (sent['leader'] === undefined || sent['leader_same'] !== undefined) return sent;
  const before = service.leader_same ? entity.leader : service.leader;
  return { ...sent, leader_same: false, leader: merged(before, sent['leader']) };
}

type Sent = Readonly<Record<string, unknown>>;

function merged(before: unknown, sent: unknown): unknown {
  if (sent === undefined || sent === null) return before;
  if (!isObject(before) || !isObject(sent)) return sent;
  const keys = Object.keys(before).filter((key) => Object.hasOwn(sent, key));
  return {
    ...before,
    ...Object.fromEntries(keys.map((key) => [key, merged(before[key], sent[key])])),
  };
}

/** The bureau's numbers name what is meant; they are not changed. */
function without(sent: unknown, key: string): Sent {
  return Object.fromEntries(Object.entries(objectOf(sent)).filter(([name]) => name !== key));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const objectOf = (value: unknown): Record<string, unknown> => (isObject(value) ? value : {});
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
