import {
  countFiledServices,
  type FiledService,
  filedServicesAfter,
} from '../../../bureau/index.ts';
import { db } from '../../../platform/db.ts';
import {
  maskAddress,
  maskEmail,
  maskMobile,
  maskName,
  maskNumber,
} from '../../../platform/mask.ts';
import { INDIVIDUAL } from '../../forms.ts';
import { codeTables } from '../../pages/checks.ts';
import type { CodeTables } from '../../rules/index.ts';
import { FIELDS } from '../importing/fields.ts';
import { type Column, cellsOf, type Exportable } from './column.ts';

interface Item extends FiledService {
  codes: CodeTables;
}

const SEVERAL = '；';
const nameMasked = (text: string, { entity }: Item) =>
  entity?.kind === INDIVIDUAL ? maskName(text) : text;

/** The names of codes; a code that is no longer offered stays as it is. */
function named(table: string, ids: readonly string[], { codes }: Item): string {
  const rows = codes[table] ?? [];
  const names = ids.map((id) => rows.find((row) => row.id === id)?.name ?? id);
  return names.filter(Boolean).join(SEVERAL);
}

/** Named as the import names them: what is exported can be imported. */
const COLUMNS: Record<string, Column<Item>> = {
  entity_icp_number: {
    label: FIELDS.entity_icp_number.label,
    text: ({ entity }) => entity?.icp_number ?? '',
  },
  entity_bureau_id: {
    label: FIELDS.entity_bureau_id.label,
    text: ({ entity }) => entity?.bureau_id ?? '',
  },
  entity_name: {
    label: FIELDS.entity_name.label,
    text: ({ entity }) => entity?.name ?? '',
    mask: nameMasked,
  },
  entity_kind: {
    label: FIELDS.entity_kind.label,
    text: (item) => named('entity_kinds', [item.entity?.kind ?? ''], item),
  },
  id_type: {
    label: FIELDS.id_type.label,
    text: (item) => named('id_types', [item.entity?.id_type ?? ''], item),
  },
  id_number: {
    label: FIELDS.id_number.label,
    text: ({ entity }) => entity?.id_number ?? '',
    mask: maskNumber,
  },
  mailing_address: {
    label: FIELDS.mailing_address.label,
    text: ({ entity }) => entity?.mailing_address ?? '',
    mask: maskAddress,
  },
  leader_name: {
    label: FIELDS.leader_name.label,
    text: ({ entity }) => entity?.leader.name ?? '',
    mask: maskName,
  },
  leader_mobile: {
    label: FIELDS.leader_mobile.label,
    text: ({ entity }) => entity?.leader.mobile ?? '',
    mask: maskMobile,
  },
  leader_email: {
    label: FIELDS.leader_email.label,
    text: ({ entity }) => entity?.leader.email ?? '',
    mask: maskEmail,
  },
  service_icp_number: {
    label: FIELDS.service_icp_number.label,
    text: ({ service }) => service.icp_number,
  },
  service_bureau_id: {
    label: FIELDS.service_bureau_id.label,
    text: ({ service }) => service.bureau_id,
  },
  service_name: { label: FIELDS.service_name.label, text: ({ service }) => service.name },
  domains: {
    label: FIELDS.domains.label,
    text: ({ service }) => service.domains.map(({ domain }) => domain).join(SEVERAL),
  },
  home_url: { label: FIELDS.home_url.label, text: ({ service }) => service.home_url },
  content_types: {
    label: FIELDS.content_types.label,
    text: (item) => named('content_types', item.service.content_types, item),
  },
  access_methods: {
    label: FIELDS.access_methods.label,
    text: (item) => named('access_methods', accessesOf(item, 'methods'), item),
  },
  server_locations: {
    label: FIELDS.server_locations.label,
    text: (item) => named('server_locations', accessesOf(item, 'locations'), item),
  },
  ips: { label: FIELDS.ips.label, text: ({ service }) => ipsOf(service).join(SEVERAL) },
  bureau: { label: '管局接口', text: ({ bureau }) => bureau },
  standing: { label: '状态', text: ({ is_live }) => (is_live ? '有效' : '已注销') },
  origin: { label: '来源', text: ({ is_imported }) => (is_imported ? '导入' : '管局') },
};

function accessesOf({ service }: Item, what: 'methods' | 'locations'): string[] {
  return [...new Set(service.accesses.flatMap((access) => access[what]))];
}

function ipsOf({ accesses }: FiledService['service']): string[] {
  return accesses.flatMap(({ ips }) =>
    ips.map(({ first, last }) => (first === last ? first : `${first}-${last}`)),
  );
}

const PAGE = 50;

/** Everything that is filed, a row for each service. */
export const registryExport: Exportable = {
  title: '已备案的网站',
  columns: COLUMNS,
  usual: [
    'entity_icp_number',
    'entity_name',
    'service_icp_number',
    'service_name',
    'domains',
    'ips',
    'standing',
    'origin',
  ],
  count: () => countFiledServices(db),
  rows: async function* (_asked, columns, whole) {
    const codes = await codeTables(db);
    let after = 0;
    for (;;) {
      const page = await filedServicesAfter(db, after, PAGE);
      for (const filed of page) yield cellsOf(COLUMNS, columns, whole, { ...filed, codes });
      const last = page.at(-1);
      if (!last) return;
      after = last.id;
    }
  },
};
