import type { WholeEntity, WholePerson, WholeRecord, WholeService } from '../../../bureau/index.ts';
import { wrongNumber } from '../../rules/identity-numbers.ts';
import type { CodeTables } from '../../rules/index.ts';
import { idNumber, mobile, plain } from '../../rules/meant.ts';
import type { FieldKey, RowTexts } from './fields.ts';
import {
  BadCell,
  type IcpNumber,
  readBureauId,
  readCode,
  readCodes,
  readDomains,
  readIcpNumber,
  readIps,
  refuseRounded,
} from './read-texts.ts';

/** What is wrong at which cell; '' for the whole row. Never with what stands there. */
export interface Fault {
  field: FieldKey | '';
  message: string;
}

export interface ReadRow {
  province_code: string;
  record: WholeRecord;
  customer_email: string;
  customer_mobile: string;
}

export type RowResult = { ok: true; row: ReadRow } | { ok: false; faults: Fault[] };

/** Room for hundreds of domains or addresses; what reads a cell need not be quick with a megabyte of it. */
const MOST_CELL_CHARS = 20_000;

/** One row as a record of the registry, or all that is wrong with it. `isp_id`: ours, whose accesses these are. */
export function readRow(texts: RowTexts, codes: CodeTables): RowResult {
  const faults: Fault[] = [];
  const at = <T>(field: FieldKey, read: (text: string) => T, none: T): T => {
    const text = texts[field].trim();
    if (text === '') return none;
    if (text.length > MOST_CELL_CHARS) {
      faults.push({ field, message: '这一格的内容太长，请检查有没有填错列' });
      return none;
    }
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof BadCell)) throw error;
      faults.push({ field, message: error.message });
      return none;
    }
  };
  const number = numbersOf(texts, at, faults);
  const entity = entityOf(at, codes, number);
  const service = serviceOf(at, codes, number);
  const customer_email = at('customer_email', plain, '');
  const customer_mobile = at('customer_mobile', mobile, '');
  if (!texts.entity_name.trim()) faults.push({ field: 'entity_name', message: '缺主办单位名称' });
  if (faults.length > 0) return { ok: false, faults };
  return {
    ok: true,
    row: {
      province_code: number?.province_code ?? '',
      record: { entity, services: service ? [service] : [] },
      ...{ customer_email, customer_mobile },
    },
  };
}

type At = <T>(field: FieldKey, read: (text: string) => T, none: T) => T;

/** Every filed thing is known by its number: the entity's may be read off its service's. */
function numbersOf(texts: RowTexts, at: At, faults: Fault[]): IcpNumber | undefined {
  const already = faults.length;
  const ofService = at('service_icp_number', (text) => serviceNumber(text), undefined);
  const ofEntity = at('entity_icp_number', readIcpNumber, undefined);
  if (faults.length > already) return undefined;
  const tellsOfService = SERVICE_FIELDS.some((field) => texts[field].trim() !== '');
  const service = ofService ?? (ofEntity?.service ? ofEntity : undefined);
  if (!service && tellsOfService)
    faults.push({
      field: 'service_icp_number',
      message: '缺网站备案号，应如“浙ICP备12345678号-1”',
    });
  else if (!service && !ofEntity) faults.push({ field: '', message: '这一行没有备案号' });
  if (service && ofEntity && service.entity !== ofEntity.entity)
    faults.push({ field: 'service_icp_number', message: '网站备案号与主体备案号对不上' });
  return service ?? ofEntity;
}

const SERVICE_FIELDS = ['service_name', 'domains', 'ips', 'home_url', 'service_bureau_id'] as const;

function serviceNumber(text: string): IcpNumber {
  const number = readIcpNumber(text);
  if (!number.service) throw new BadCell('网站备案号末尾要有序号，应如“浙ICP备12345678号-1”');
  return number;
}

const NAME_CHARS = 512;
const TEXT_CHARS = 1024;
const short = (text: string) => plain(text).slice(0, NAME_CHARS);
const long = (text: string) => text.trim().slice(0, TEXT_CHARS);

function entityOf(at: At, codes: CodeTables, number: IcpNumber | undefined): WholeEntity {
  const kind = at('entity_kind', (text) => readCode(text, codes['entity_kinds'] ?? []), '');
  const id_type = at('id_type', (text) => idTypeIn(text, codes, kind), '');
  const certificate = at('id_number', (text) => certificateIn(text, id_type), {
    id_type,
    id_number: '',
  });
  return {
    bureau_id: at('entity_bureau_id', readBureauId, ''),
    our_id: '',
    icp_number: number?.entity ?? '',
    kind,
    province_code: number?.province_code ?? '',
    city_code: '',
    county_code: '',
    name: at('entity_name', short, ''),
    ...certificate,
    id_address: at('id_address', long, ''),
    investor: at('investor', short, ''),
    mailing_address: at('mailing_address', long, ''),
    remark: at('entity_remark', long, ''),
    leader: {
      ...NOBODY,
      name: at('leader_name', short, ''),
      office_phone: at('leader_office_phone', short, ''),
      mobile: at('leader_mobile', phoneIn, ''),
      email: at('leader_email', short, ''),
      id_type: at('leader_id_type', (text) => idTypeIn(text, codes, '5'), ''),
      id_number: at('leader_id_number', numberIn, ''),
    },
    changed: '',
  };
}

const NOBODY: WholePerson = {
  ...{ name: '', office_phone: '', mobile: '', email: '', msn: '', qq: '' },
  ...{ id_type: '', id_number: '' },
};

function serviceOf(
  at: At,
  codes: CodeTables,
  number: IcpNumber | undefined,
): WholeService | undefined {
  if (!number?.service) {
    // Read all the same: what is wrong there is told with the rest.
    at('domains', readDomains, []);
    at('ips', readIps, []);
    return undefined;
  }
  const list = (field: FieldKey, table: string) =>
    at(field, (text) => readCodes(text, codes[table] ?? []), []);
  return {
    bureau_id: at('service_bureau_id', readBureauId, ''),
    our_id: '',
    icp_number: number.service,
    name: at('service_name', short, ''),
    content_types: list('content_types', 'content_types'),
    prior_approvals: [],
    languages: list('languages', 'languages'),
    home_url: at('home_url', short, ''),
    remark: at('service_remark', long, ''),
    leader: serviceLeaderOf(at, codes),
    domains: at('domains', readDomains, []).map((domain) => ({
      ...{ bureau_id: '', our_id: '', domain },
    })),
    accesses: [
      {
        bureau_id: at('access_bureau_id', readBureauId, ''),
        our_id: '',
        provider_id: '',
        methods: list('access_methods', 'access_methods'),
        locations: list('server_locations', 'server_locations'),
        ips: at('ips', readIps, []).map((range) => ({ bureau_ip_id: '', our_id: '', ...range })),
      },
    ],
    changed: '',
  };
}

function serviceLeaderOf(at: At, codes: CodeTables): WholePerson {
  return {
    ...NOBODY,
    name: at('service_leader_name', short, ''),
    mobile: at('service_leader_mobile', phoneIn, ''),
    email: at('service_leader_email', short, ''),
    id_type: at('service_leader_id_type', (text) => idTypeIn(text, codes, '5'), ''),
    id_number: at('service_leader_id_number', numberIn, ''),
  };
}

/** Several kinds of entity have certificates of one name under different codes. */
function idTypeIn(text: string, codes: CodeTables, kind: string): string {
  return readCode(text, codes['id_types'] ?? [], ({ extra }) => {
    const kinds = extra?.['entity_kinds'];
    return Array.isArray(kinds) && kinds.includes(kind);
  });
}

/** A number shows its kind where the table does not tell it: a resident's card, or a licence with a credit code. */
function certificateIn(text: string, told: string): { id_type: string; id_number: string } {
  refuseRounded(text);
  const id_number = idNumber(text);
  const id_type = told || (wrongNumber('2', id_number) ? '1' : '2');
  const wrong = wrongNumber(id_type, id_number);
  if (wrong)
    throw new BadCell(
      told ? withoutValue(wrong.message) : '看不出是哪一种证件，请加上“主体证件类型”一列',
    );
  return { id_type, id_number };
}

/** A rule may quote what it complains of. */
function withoutValue(message: string): string {
  return message.replace(/“[^”]*”/g, '这样的字符');
}

function numberIn(text: string): string {
  refuseRounded(text);
  return idNumber(text).slice(0, NAME_CHARS);
}

function phoneIn(text: string): string {
  refuseRounded(text);
  return mobile(text).slice(0, NAME_CHARS);
}
