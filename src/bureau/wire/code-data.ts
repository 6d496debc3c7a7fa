import { children, namesIn, textAt, type XmlNode } from './xml-read.ts';

interface CodeItem {
  id: string;
  name: string;
  extra?: Record<string, string>;
  /** No longer valid (Sfyx 0): still read, never offered. */
  retired?: true;
}

/** The bureau's tables under the names we use. Which child holds the rows differs from table to table: it is the only one. */
const TABLES: Record<string, string> = {
  Dwfl_dms: 'unit_classes',
  Dwxz_dms: 'entity_kinds',
  Qy_dms: 'regions',
  Yjfk_Wtfls: 'feedback_kinds',
  Gj_dms: 'bureau_offices',
  Hyfl_dms: 'industries',
  Xzjb_dms: 'administrative_levels',
  Zjlx_dms: 'id_types',
  Wzjylx_dms: 'prior_approvals',
  Wzfwlx_dms: 'content_types',
  Wzjrfs_dms: 'access_methods',
  Zxly_dms: 'cancel_reasons',
  Wbacl_dms: 'unfiled_actions',
  Hsyj_dms: 'check_opinions',
  Ymlx_dms: 'domain_types',
  Fjwjgs_dms: 'attachment_formats',
  Fjytlx_dms: 'attachment_uses',
  Yylb_dms: 'languages',
};

/** Elements beside number and name, in our words. */
const EXTRA: Record<string, string> = {
  Ysid: 'bits',
  Bm: 'code',
  Dwflid: 'unit_class',
  Sfqzsp: 'needs_approval',
  Ssdxlx: 'owner_kind',
  Shengid: 'province_code',
  Shengjc: 'short_name',
  Lx: 'level',
  Fl2: 'second_name',
  Bz: 'remark',
};
const NAMES = ['Mc', 'Dwmc', 'Nr', 'Ztmc', 'Fl1'];

/** The code tables inside a JCDM; rows that are no longer valid are marked. */
export function codeTablesIn(node: XmlNode): { table: string; rows: CodeItem[] }[] {
  const tables = children(node, 'Jcdm_xx').flatMap((basic) =>
    namesIn(basic).flatMap((name) => {
      const table = TABLES[name];
      return table ? children(basic, name).map((one) => ({ table, rows: rowsIn(one) })) : [];
    }),
  );
  const units = children(node, 'Bbdwlb').map((one) => ({
    table: 'reporting_units',
    rows: rowsIn(one),
  }));
  return [...tables, ...units].filter(({ rows }) => rows.length > 0);
}

function rowsIn(table: XmlNode): CodeItem[] {
  return namesIn(table)
    .flatMap((name) => children(table, name))
    .filter((row) => textAt(row, 'Id') !== '')
    .map((row) => {
      const name = NAMES.map((key) => textAt(row, key)).find((text) => text !== '') ?? '';
      const extra = Object.fromEntries(
        Object.entries(EXTRA)
          .map(([wire, ours]) => [ours, textAt(row, wire)])
          .filter(([, value]) => value !== ''),
      );
      return {
        id: textAt(row, 'Id'),
        name,
        ...(Object.keys(extra).length > 0 ? { extra } : {}),
        ...(textAt(row, 'Sfyx') === '0' ? { retired: true as const } : {}),
      };
    });
}
