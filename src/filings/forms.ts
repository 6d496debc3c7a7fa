import { z } from 'zod';
import { FILING_KINDS, type FilingKind } from './kinds/names.ts';

/** How much a draft may hold. Beyond it is cut off, so no page and no program can fill the database. */
export const LIMITS = {
  text: 2000,
  document_no: 64,
  services: 20,
  domains: 50,
  ips: 20,
  prior_approvals: 10,
  codes: 64,
  documents: 10,
} as const;

/** `individual` is 单位性质 5; every other kind is a unit. */
export const INDIVIDUAL = '5';

const text = (max: number = LIMITS.text) => z.preprocess((value) => asText(value, max), z.string());
const flag = z.preprocess((value) => value === true || value === 'true', z.boolean());
const list = <T extends z.ZodType>(item: T, max: number) =>
  z.preprocess((value) => asList(value).slice(0, max), z.array(item));
const record = <T extends z.ZodType>(shape: T) => z.preprocess(asRecord, shape);

const documents = z.preprocess(
  (value) => asList(value).filter(isText).slice(0, LIMITS.documents),
  z.array(text(LIMITS.document_no)),
);

const Person = record(
  z.object({
    name: text(),
    id_type: text(),
    id_number: text(),
    id_valid_until: text(),
    mobile: text(),
    office_phone: text(),
    email: text(),
    emergency_mobile: text(),
  }),
);

const Entity = record(
  z.object({
    /** 主体备案号, when it is filed already. */
    icp_number: text(),
    kind: text(),
    province_code: text(),
    city_code: text(),
    county_code: text(),
    name: text(),
    id_type: text(),
    id_number: text(),
    id_address: text(),
    id_valid_until: text(),
    investor: text(),
    mailing_address: text(),
    remark: text(),
    leader: Person,
  }),
);

const PriorApproval = record(z.object({ type: text(), number: text(), documents }));
const IpRange = record(z.object({ first: text(), last: text() }));
const Access = record(
  z.object({
    methods: list(text(), LIMITS.codes),
    locations: list(text(), LIMITS.codes),
    ips: list(IpRange, LIMITS.ips),
  }),
);

const Service = record(
  z.object({
    /** 网站备案号, when it is filed already. */
    icp_number: text(),
    name: text(),
    content_types: list(text(), LIMITS.codes),
    languages: list(text(), LIMITS.codes),
    prior_approvals: list(PriorApproval, LIMITS.prior_approvals),
    domains: list(text(), LIMITS.domains),
    home_url: text(),
    remark: text(),
    leader_same: flag,
    leader: Person,
    access: Access,
  }),
);

/** Numbers of ours and of the bureau for what is filed already; '' where there is none. */
const FiledNumbers = record(z.object({ no: text(), bureau_id: text(), icp_number: text() }));

/**
 * What is asked of the bureau, decided here and never posted: which kind, about which filed entity and services
 * (in the order of the form's), and that record as it was filed when the request began.
 */
const Request = record(
  z.object({
    kind: z.preprocess((value) => asKind(value), z.enum(FILING_KINDS)),
    entity: FiledNumbers,
    services: list(FiledNumbers, LIMITS.services),
    /** One, or none. */
    filed: list(record(z.object({ entity: Entity, services: list(Service, LIMITS.services) })), 1),
  }),
);

const SLOTS: ReadonlySet<string> = new Set([
  'entity_id_front',
  'entity_id_back',
  'entity_licence',
  'entity_leader_id_front',
  'entity_leader_id_back',
  'verification_form',
  'commitment_letter',
  'domain_certificate',
  'authorization_letter',
  'residence_permit',
  'prior_approval_letter',
  'change_proof',
  'other',
]);
const SERVICE_SLOT = /^service_(\d|1\d)_leader_(id_front|id_back|photo)$/;

/** Whether a name is a place for material: `entity_licence`, `service_0_leader_photo`, … */
export function isSlot(name: string): boolean {
  return SLOTS.has(name) || SERVICE_SLOT.test(name);
}

/** Takes anything and always gives a whole form: what is missing or of a strange shape becomes empty. */
export const DraftForm = record(
  z.object({
    entity: Entity,
    services: list(Service, LIMITS.services),
    materials: z.preprocess(asMaterials, z.record(z.string(), documents)),
    consents: record(z.object({ sensitive: flag, truth: flag })),
    /** Why something is to go: a code of cancel_reasons, and words. */
    ending: record(z.object({ reason: text(), remark: text() })),
    request: Request,
  }),
);

export type FilingForm = z.output<typeof DraftForm>;
export type EntityForm = FilingForm['entity'];
export type ServiceForm = FilingForm['services'][number];
export type PersonForm = EntityForm['leader'];

/** A form to begin with: one empty website in simplified Chinese, 身份证 for people, 营业执照 for companies. */
export function emptyForm(kind = ''): FilingForm {
  const leader = { id_type: kind === '' ? '' : '2' };
  const id_type = kind === INDIVIDUAL ? '2' : kind === '4' ? '1' : '';
  return DraftForm.parse({
    entity: { kind, id_type, leader },
    services: [{ languages: ['1'], leader_same: true, domains: [''], leader: { id_type: '2' } }],
  });
}

/** Reads a draft from JSON; `dropped` lists the paths that could not be kept as they were sent. */
export function readDraft(input: unknown): { form: FilingForm; dropped: string[] } {
  const form = DraftForm.parse(input);
  const dropped: string[] = [];
  compare(input, form, '', dropped);
  return { form, dropped };
}

/** One website more, empty, or the form as it is when it is full. */
export function withService(form: FilingForm): FilingForm {
  return {
    ...form,
    services: [...form.services, ...emptyForm().services].slice(0, LIMITS.services),
  };
}

function asKind(value: unknown): FilingKind {
  return FILING_KINDS.find((kind) => kind === value) ?? 'initial';
}

function asText(value: unknown, max: number): string {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return '';
  // Browsers send CRLF; and a cut must not leave half of a surrogate pair behind.
  return value
    .replace(/\r\n?/g, '\n')
    .slice(0, max)
    .replace(/[\uD800-\uDBFF]$/, '');
}

function asList(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return value === undefined || value === null || value === '' ? [] : [value];
}

function asRecord(value: unknown): object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function asMaterials(value: unknown): object {
  const filled = Object.entries(asRecord(value)).filter(
    ([slot, held]) => isSlot(slot) && asList(held).some(isText),
  );
  return Object.fromEntries(filled);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function compare(input: unknown, kept: unknown, path: string, dropped: string[]): void {
  if (dropped.length >= 50 || input === undefined || input === null) return;
  if (typeof input !== 'object') {
    if (String(input).replace(/\r\n?/g, '\n') !== String(kept)) dropped.push(path);
    return;
  }
  if (typeof kept !== 'object' || kept === null || Array.isArray(input) !== Array.isArray(kept)) {
    dropped.push(path);
    return;
  }
  const known = new Map<string, unknown>(Object.entries(kept));
  for (const [key, value] of Object.entries(input)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (known.has(key)) compare(value, known.get(key), here, dropped);
    else dropped.push(here);
  }
}
